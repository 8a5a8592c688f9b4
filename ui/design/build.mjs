// Builds what is committed in built/ from the packages that package-lock.json pins: the theme, the
// parts of the design system that our pages use, the fonts and the licences, and a manifest of them.
// Run it only to upgrade:  npm ci && node build.mjs
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const modules = 'node_modules', out = 'built'
const css = `${modules}/@digdir/designsystemet-css`, font = `${modules}/@fontsource-variable/source-sans-3`
const version = dir => JSON.parse(readFileSync(`${dir}/package.json`)).version

const cli = `${modules}/@digdir/designsystemet/dist/bin/designsystemet.js`
execFileSync('node', [cli, 'tokens', 'create', '--config', 'designsystemet.config.json'])
execFileSync('node', [cli, 'tokens', 'build', '-t', `${modules}/.tokens`, '-o', `${modules}/.theme`, '--config', 'designsystemet.config.json'])

rmSync(out, { recursive: true, force: true })
mkdirSync(out)

// The parts in use, in the order of the package's own index. Its few default texts are Norwegian;
// pages set their own, so those rules are left out.
const parts = ['base', 'button', 'card', 'details', 'heading', 'paragraph', 'link', 'list', 'label', 'field', 'fieldset', 'input',
  'chip', 'tag', 'table', 'pagination', 'breadcrumbs', 'alert', 'error-summary', 'validation-message', 'skip-link', 'divider']
const part = name => {
  let s = readFileSync(`${css}/dist/src/${name}.css`, 'utf8').replace(/@charset[^;]*;|\/\*[^]*?\*\//g, '').trim()
  s = s.replace(/[^{}]*:lang\(nb\)[^{}]*\{[^{}]*\}/g, '').replace(/--dsc-field-counter-(over|under):"[^"]*";/g, '')
  return name === 'base' ? `@layer ds.base{${s}}` : `@layer ds.components{${s}}`
}
const theme = readFileSync(`${modules}/.theme/tiekartta.css`, 'utf8').replace(/@charset[^;]*;/, '').replace(/\/\*[^]*?\*\//g, '')
  .replace(/\n\s*/g, '\n').replace(/\n+/g, '\n').trim()
writeFileSync(`${out}/designsystemet.css`, `/* Designsystemet ${version(css)}, MIT, see designsystemet-LICENSE; our theme; made by build.mjs */
@layer ds.theme, ds.base, ds.components, app;
${theme}
${parts.map(part).join('\n')}
`)

const files = [{ path: 'designsystemet.css', package: '@digdir/designsystemet-css', version: version(css), licence: 'MIT' }]
const copy = (from, to, meta) => { cpSync(from, `${out}/${to}`); files.push({ path: to, ...meta }) }
copy(`${css}/LICENSE`, 'designsystemet-LICENSE', { package: '@digdir/designsystemet-css', version: version(css), licence: 'MIT' })
const source = { package: '@fontsource-variable/source-sans-3', version: version(font), licence: 'OFL-1.1' }
for (const range of ['latin', 'latin-ext'])
  for (const [style, name] of [['normal', 'upright'], ['italic', 'italic']])
    copy(`${font}/files/source-sans-3-${range}-wght-${style}.woff2`, `source-sans-3-${range}-${name}.woff2`, source)
copy(`${font}/LICENSE`, 'source-sans-3-LICENSE', source)
for (const f of files) f.sha256 = createHash('sha256').update(readFileSync(`${out}/${f.path}`)).digest('hex')
writeFileSync(`${out}/manifest.json`, JSON.stringify({ files }, null, 1) + '\n')
