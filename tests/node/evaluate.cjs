// Evaluates FHIRPath expressions with HL7's JavaScript engine, the model of FHIR R4 and exact decimals.
//
// Standard input is JSON Lines: first {"expressions": {name: expression}}, then one resource a line. Standard
// output is for each resource a line {name: result}, the result a list. An expression that fails is {"error": …}.

const readline = require('node:readline')
const fhirpath = require('fhirpath')
const r4 = require('fhirpath/fhir-context/r4')

const lines = readline.createInterface({ input: process.stdin })
let compiled = null

function resultOf (evaluate, resource) {
  try {
    return evaluate(resource, { resource })
  } catch (error) {
    return { error: String(error.message) }
  }
}

lines.on('line', (line) => {
  const read = JSON.parse(line)
  if (compiled === null) {
    compiled = Object.entries(read.expressions).map(([name, text]) => [name, fhirpath.compile(text, r4)])
    return
  }
  const results = compiled.map(([name, evaluate]) => [name, resultOf(evaluate, read)])
  process.stdout.write(JSON.stringify(Object.fromEntries(results)) + '\n')
})
