package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"tiekartta/i18n"
)

// Cost is what one hash of a password costs. It is stored with each hash, so
// that it can be raised later.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32
	Threads uint8
}

// DefaultCost is what OWASP recommends for argon2id at one pass.
func DefaultCost() Cost { return Cost{Memory: 46 << 10, Time: 1, Threads: 1} }

const (
	shortestPassword = 12
	longestPassword  = 200
	saltLength       = 16
	keyLength        = 32
	// Each hash takes 46 MiB; whoever tries many passwords waits for a place.
	mostHashes = 2
)

// CheckPassword lists what is wrong with a new password. Length counts, not
// rules about characters; what many people use is refused, and so is what is
// made of the person's own name or address (own).
func CheckPassword(password string, own ...string) i18n.Problems {
	var problems i18n.Problems
	password = i18n.Normal(password)
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		problems.Add("password", "password_short", "Min", shortestPassword)
	case n > longestPassword:
		problems.Add("password", "password_long", "Max", longestPassword)
	default:
		problems = guessable(password, own)
	}
	return problems
}

// hashPassword returns the encoded argon2id hash of a password.
func (a *Accounts) hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLength)
	rand.Read(salt)
	key, err := a.key(ctx, password, salt, a.Cost)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, a.Cost.Memory, a.Cost.Time, a.Cost.Threads, encode(salt), encode(key)), nil
}

// key is the slow part; at most mostHashes run at once.
func (a *Accounts) key(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	select {
	case a.hashing <- struct{}{}:
		defer func() { <-a.hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(i18n.Normal(password)), salt, c.Time, c.Memory, c.Threads, keyLength), nil
}

// matches tells whether a password is the one of an encoded hash, and whether
// the hash costs less than new ones do. Without a hash it takes as long as with
// one and never matches, so that nobody learns who has an account.
func (a *Accounts) matches(ctx context.Context, password, encoded string) (match, cheap bool, err error) {
	c, salt, want, ok := readHash(encoded)
	if !ok {
		c, salt = a.Cost, make([]byte, saltLength)
	}
	if utf8.RuneCountInString(password) > longestPassword {
		password, ok = "", false
	}
	key, err := a.key(ctx, password, salt, c)
	if err != nil || !ok {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(key, want) == 1, c.Memory < a.Cost.Memory || c.Time < a.Cost.Time, nil
}

func readHash(encoded string) (c Cost, salt, key []byte, ok bool) {
	var version int
	var tail string
	n, err := fmt.Sscanf(encoded, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &c.Memory, &c.Time, &c.Threads, &tail)
	if err != nil || n != 5 || version != argon2.Version || c.Time == 0 || c.Threads == 0 {
		return c, nil, nil, false
	}
	first, second, _ := strings.Cut(tail, "$")
	salt, errSalt := base64.RawStdEncoding.DecodeString(first)
	key, errKey := base64.RawStdEncoding.DecodeString(second)
	return c, salt, key, errSalt == nil && errKey == nil && len(salt) == saltLength && len(key) == keyLength
}
