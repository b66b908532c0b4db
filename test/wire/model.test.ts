// Conformance of the model: with the official SDK always, with botocore's service model when
// OPENCASES_TEST_SERVICE_MODEL names one. That the types are the SDK's is checked by the compiler
// (`model-types.ts`).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as sdk from '@aws-sdk/client-connectcases'
import { operations } from '../../src/model/index.ts'
import type { Operation } from '../../src/model/shape.ts'
import { type BotoShape, botoNode, compare, ourNode, sdkNode, sdkPlaces } from './model-nodes.ts'
import { agreement } from './model-types.ts'

const ours: readonly Operation[] = Object.values(operations)

type SdkOperation = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: { http: [method: string, path: string, status: number] },
  input: unknown,
  output: unknown,
]

const theirs = new Map(
  Object.values(sdk as unknown as Record<string, unknown>)
    .filter((value): value is SdkOperation => Array.isArray(value) && value[0] === 9)
    .map((operation) => [operation[2], operation]),
)

test('[B-001] the operations are the 43 of the official SDK', () => {
  assert.equal(theirs.size, 43)
  assert.deepEqual(ours.map(({ name }) => name).sort(), [...theirs.keys()].sort())
})

test('[B-001] the types are those of the official SDK', () => {
  // Decided by the compiler, which takes no other value.
  assert.equal(agreement.types, true)
})

test('[B-001] methods, paths and members are those of the official SDK', () => {
  const seen = new Set<string>()
  for (const operation of ours) {
    const [, , name, { http }, input, output] = theirs.get(operation.name) ?? assert.fail()
    assert.deepEqual([operation.method, operation.path, 200], http, name)
    compare(`${name}.in`, ourNode(operation.input), sdkNode(input), seen)
    compare(`${name}.out`, ourNode(operation.output), sdkNode(output), seen)
    assert.deepEqual(placesOf(operation), sdkPlaces(input), name)
  }
  assert.ok(seen.size > 1000, `${seen.size} shapes were compared`)
})

const placesOf = ({ path, query = [] }: Operation): Record<string, string> => ({
  ...Object.fromEntries(
    Array.from(path.matchAll(/\{(.+?)\}/g), ([, name = '']) => [name, 'label']),
  ),
  ...Object.fromEntries(query.map((name) => [name, name])),
})

type ServiceModel = {
  metadata: { signingName: string; apiVersion: string }
  operations: Record<string, BotoOperation>
  shapes: Record<string, BotoShape>
}

type BotoOperation = {
  http: { method: string; requestUri: string }
  input: { shape: string }
  output?: { shape: string }
  errors: { shape: string }[]
  idempotent?: true
}

const file = process.env.OPENCASES_TEST_SERVICE_MODEL
const skip = file === undefined && 'OPENCASES_TEST_SERVICE_MODEL names no service model'

test('[B-001] every constraint, error and path is that of the service model', { skip }, () => {
  const { metadata, ...model } = JSON.parse(readFileSync(file ?? '', 'utf8')) as ServiceModel
  assert.equal(metadata.signingName, 'cases')
  assert.equal(metadata.apiVersion, '2022-10-03')
  assert.deepEqual(ours.map(({ name }) => name).sort(), Object.keys(model.operations).sort())
  const seen = new Set<string>()
  for (const operation of ours) {
    const { name } = operation
    const { http, input, output, errors, idempotent } = model.operations[name] ?? assert.fail()
    assert.deepEqual([operation.method, operation.path], [http.method, http.requestUri], name)
    assert.equal(operation.idempotent ?? false, idempotent ?? false, `${name}: idempotent`)
    const common = ['AccessDeniedException', 'InternalServerException', 'ThrottlingException']
    const named = errors.map(({ shape }) => shape).sort()
    assert.deepEqual([...operation.errors, ...common].sort(), named, `${name}: errors`)
    assert.deepEqual(placesOf(operation), botoPlaces(model.shapes[input.shape]), name)
    compare(`${name}.in`, ourNode(operation.input), botoNode(model.shapes, input.shape), seen)
    const answer = output === undefined ? empty : botoNode(model.shapes, output.shape)
    compare(`${name}.out`, ourNode(operation.output), answer, seen)
  }
  assert.ok(seen.size > 1000, `${seen.size} shapes were compared`)
})

const empty = { kind: 'structure', facts: {}, parts: {}, required: [] } as const

const botoPlaces = (shape: BotoShape | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(shape?.members ?? {}).flatMap(([name, { location, locationName }]) =>
      location === undefined ? [] : [[name, location === 'uri' ? 'label' : (locationName ?? name)]],
    ),
  )
