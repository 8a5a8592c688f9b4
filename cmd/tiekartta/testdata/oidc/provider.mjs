// A provider of sign-ins on loopback. Arguments: port (0 for any), and the
// address that our service lets people come back to. It prints its own address.
// Who "signs in" is what the request names as login_hint: "name@host" has a
// verified e-mail address, "unverified:name@host" one that nobody has verified;
// without a hint it is anna@vantaa.example.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const server = http.createServer();
server.listen(Number(port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'tiekartta',
      client_secret: 'a secret of the tests & nothing else',
      redirect_uris: [redirect],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    renderError: (ctx, out) => { ctx.type = 'text'; ctx.body = JSON.stringify(out); },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, email: id.replace(/^[a-z]+:/, ''), email_verified: !id.startsWith('unverified:') }),
    }),
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    try {
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (params.login_hint === 'nobody') {
        return await provider.interactionFinished(request, response, { error: 'access_denied' });
      }
      if (prompt.name === 'login') {
        return await provider.interactionFinished(request, response, { login: { accountId: params.login_hint ?? 'anna@vantaa.example' } });
      }
      const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      grant.addOIDCScope(params.scope);
      const grantId = await grant.save();
      return await provider.interactionFinished(request, response, { consent: { grantId } });
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  console.log(issuer);
});
// Ends with the test that has started it, however that ends.
process.stdin.on('end', () => process.exit(0)).resume();
