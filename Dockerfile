# The service as one static program, not run as root.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/tiekartta ./cmd/tiekartta

# Not an empty image: the health check needs a program that asks.
FROM alpine:3.22
RUN adduser -D -H -u 65532 tiekartta && install -d -o tiekartta -g tiekartta -m 0700 /data
COPY --from=build /out/tiekartta /usr/local/bin/tiekartta
USER tiekartta
VOLUME /data
EXPOSE 8080
ENV TIEKARTTA_DATA=/data TIEKARTTA_ADDR=:8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["tiekartta"]
CMD ["serve"]
