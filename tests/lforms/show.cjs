// Shows questionnaires in NLM's LHC-Forms, in Chromium without a window, and does what it is told.
//
// Standard input is JSON Lines: first {"browser": path}, then commands, [name, argument, …].
// Standard output is for each command a line {"result": …} or {"error": …}. It ends with its input.
// Nothing is loaded but from the folder of LHC-Forms.

const fs = require('node:fs')
const http = require('node:http')
const path = require('node:path')
const readline = require('node:readline')
const { chromium } = require('playwright-core')

const ROOT = path.join(__dirname, 'node_modules', 'lforms', 'dist', 'lforms')
const SCRIPTS = [
  'webcomponent/assets/lib/zone.min.js', 'webcomponent/runtime.js', 'webcomponent/polyfills.js',
  'webcomponent/main.js', 'fhir/R4/lformsFHIR.min.js'
]
const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>A form</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="webcomponent/styles.css">
<body><div id="form"></div>
${SCRIPTS.map((name) => `<script src="${name}"></script>`).join('\n')}
</body></html>`
const TYPES = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.png': 'image/png'
}
const OPTIONS = [
  '--disable-background-networking', '--disable-component-update', '--disable-gpu',
  '--disable-quic', '--disable-sync', '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'
]
const PATIENCE = 15000 // milliseconds for a click or the like, which should take a few hundred
const END = 60000 // milliseconds for a whole command
const LIST = '#lhc-tools-searchResults li'

let page, address
let problems = []

// The form names its parts by link id and a number for each level: I10.hb/1/1, I10.hb.date/1/1/1.
const field = (item) => page.locator(`[id^="${item}/1"]`).first()

function seen () {
  const found = {}
  for (const node of document.querySelectorAll('#form lhc-item')) {
    if (!node.checkVisibility()) continue
    const text = document.getElementById(`label-${node.id.slice(5)}`)
    const parts = Array.from(text.children, (part) => part.innerText.trim())
    found[node.id.slice(5).split('/')[0]] = parts.join(' ')
  }
  return found
}

// What was done takes effect a moment later: what is read counts once it has stayed the same
// for half a second.
async function settled (read, given) {
  let last = ''
  for (let same = 0; same < 5;) {
    await page.waitForTimeout(100)
    const now = JSON.stringify(await page.evaluate(read, given))
    same = now === last ? same + 1 : 0
    last = now
  }
  return JSON.parse(last)
}

function data (kind) {
  return { ...window.LForms.Util.getFormFHIRData(kind, 'R4'), authored: undefined }
}

async function show (questionnaire, response) {
  problems = []
  await page.goto(address)
  const found = await page.evaluate(async ([asked, answered]) => {
    const { Util } = window.LForms
    try {
      let form = Util.convertFHIRQuestionnaireToLForms(asked, 'R4')
      if (answered) {
        form = Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', answered, form, 'R4')
      }
      await Util.addFormToPage(form, 'form', { prepopulate: false })
      return []
    } catch (errors) {
      return [errors].flat().map(String)
    }
  }, [questionnaire, response])
  problems.push(...found)
}

// Does something with the list of a field. All fields share one list, and a field that was left a
// moment ago can still close it: then it is tried again.
async function inList (input, act) {
  await field(input).waitFor()
  for (let left = 5; ; left--) {
    try {
      await field(input).click()
      await page.locator(LIST).first().waitFor({ timeout: 2000 })
      return await act(page.locator(LIST))
    } catch (error) {
      if (left === 0 || error.name !== 'TimeoutError') throw error
    } finally {
      await page.evaluate(() => document.activeElement.blur())
      await page.locator(LIST).first().waitFor({ state: 'hidden' })
    }
  }
}

async function options (input) {
  const listed = await inList(input, (list) => list.allInnerTexts())
  return listed.map((text) => text.replace(/^\d+:\s*/, ''))
}

async function choose (input, option) {
  const place = (await options(input)).indexOf(option)
  if (place < 0) throw new Error(`${input} has no option ${option}`)
  await inList(input, (list) => list.nth(place).click({ timeout: 2000 }))
}

async function help (item) {
  await field(`help-button-${item}`).click()
  const shown = await field(`help-content-${item}`).innerText()
  await field(`help-button-${item}`).click()
  return shown.trim()
}

const COMMANDS = {
  show,
  seen: () => settled(seen),
  options,
  choose,
  help,
  type: (input, text) => field(input).fill(text),
  value: (input) =>
    field(input).evaluate((node) => (node.querySelector('input') ?? node).value),
  data: (kind) => settled(data, kind),
  problems: async () => problems
}

function serve (request, reply) {
  const { pathname } = new URL(request.url, 'http://127.0.0.1')
  const file = path.join(ROOT, pathname)
  const found = pathname !== '/' && fs.existsSync(file)
  reply.writeHead(found || pathname === '/' ? 200 : 404, {
    'content-type': TYPES[path.extname(file) || '.html'] || 'application/octet-stream'
  })
  reply.end(found ? fs.readFileSync(file) : PAGE)
}

function giveUp (error) {
  console.error(error)
  process.exit(1)
}

async function main () {
  const server = http.createServer(serve)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${server.address().port}/`
  const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const { browser: executablePath } = JSON.parse((await lines.next()).value)
  const browser = await chromium.launch({ executablePath, args: OPTIONS })
  page = await browser.newPage({ viewport: { width: 1000, height: 1200 } })
  page.setDefaultTimeout(PATIENCE)
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (said) => said.type() === 'error' && problems.push(said.text()))
  page.on('requestfailed', (request) => {
    // Aborted is what the page before still waited for.
    const why = request.failure().errorText
    if (why !== 'net::ERR_ABORTED') problems.push(`not loaded: ${request.url()} (${why})`)
  })
  page.on('request', (request) => {
    const from = request.url()
    const ours = from.startsWith(address) || /^(data|blob):/.test(from)
    if (!ours) problems.push(`asked for: ${from}`)
  })
  for await (const line of lines) {
    const [name, ...given] = JSON.parse(line)
    const late = setTimeout(() => giveUp(`${name} took too long`), END)
    const done = await COMMANDS[name](...given).then(
      (result) => ({ result: result ?? null }), (error) => ({ error: String(error.message) }))
    clearTimeout(late)
    process.stdout.write(JSON.stringify(done) + '\n')
  }
  await browser.close()
  server.close()
}

main().catch(giveUp)
