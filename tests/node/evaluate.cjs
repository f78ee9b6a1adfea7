// Evaluates FHIRPath expressions with an engine: HL7's `fhirpath`, with the model of FHIR R4 and exact decimals, or
// `@atomic-ehr/fhirpath`, without a model.
//
// Standard input is JSON Lines: first {"expressions": {name: expression}}, then one resource a line. Standard
// output is for each resource a line {name: result}, the result a list. An expression that fails is {"error": …}.

const readline = require('node:readline')

function hl7 () {
  const fhirpath = require('fhirpath')
  const r4 = require('fhirpath/fhir-context/r4')
  return (text) => {
    const evaluate = fhirpath.compile(text, r4)
    return (resource) => evaluate(resource, { resource })
  }
}

// This engine has no `compile`: what it has made of an expression is kept, so that many resources take no longer.
async function atomic () {
  const { Analyzer, evaluate } = await import('@atomic-ehr/fhirpath')
  const analyze = Analyzer.analyzeExpression.bind(Analyzer)
  const known = new Map()
  Analyzer.analyzeExpression = (text, options) => {
    if (!known.has(text)) known.set(text, analyze(text, options))
    return known.get(text)
  }
  return (text) => (resource) => evaluate(text, { input: resource, variables: { resource } })
}

async function resultOf (evaluate, resource) {
  try {
    return await evaluate(resource)
  } catch (error) {
    return { error: String(error.message) }
  }
}

async function main () {
  const engines = { fhirpath: hl7, '@atomic-ehr/fhirpath': atomic }
  const compile = await engines[process.argv[2]]()
  let compiled = null
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const read = JSON.parse(line)
    if (compiled === null) {
      compiled = Object.entries(read.expressions).map(([name, text]) => [name, compile(text)])
      continue
    }
    const results = {}
    for (const [name, evaluate] of compiled) results[name] = await resultOf(evaluate, read)
    process.stdout.write(JSON.stringify(results) + '\n')
  }
}

main()
