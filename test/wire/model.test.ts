// Conformance of the model: with the official SDKs always, with botocore's service models when
// OPENCASES_TEST_SERVICE_MODEL and OPENCASES_TEST_CONNECT_MODEL name them. That the types are the
// SDKs' is checked by the compiler (`model-types.ts`).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as connect from '@aws-sdk/client-connect'
import * as cases from '@aws-sdk/client-connectcases'
import * as connectModel from '../../src/model/connect/index.ts'
import { operations } from '../../src/model/index.ts'
import type { Operation } from '../../src/model/shape.ts'
import { type BotoShape, botoNode, compare, ourNode, sdkNode, sdkPlaces } from './model-nodes.ts'
import { agreement } from './model-types.ts'

type SdkOperation = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: { http: [method: string, path: string, status: number] },
  input: unknown,
  output: unknown,
]

const operationsOf = (sdk: object): ReadonlyMap<string, SdkOperation> =>
  new Map(
    Object.values(sdk)
      .filter((value): value is SdkOperation => Array.isArray(value) && value[0] === 9)
      .map((operation) => [operation[2], operation]),
  )

const services: readonly {
  readonly name: string
  readonly ours: readonly Operation[]
  readonly theirs: ReadonlyMap<string, SdkOperation>
  /** A service model, if the environment names one. */
  readonly model: string | undefined
  readonly apiVersion: string
  /** What every operation models beside its own errors. */
  readonly common: readonly string[]
  readonly shapesMin: number
}[] = [
  {
    name: 'cases',
    ours: Object.values(operations),
    theirs: operationsOf(cases),
    model: process.env.OPENCASES_TEST_SERVICE_MODEL,
    apiVersion: '2022-10-03',
    common: ['AccessDeniedException', 'InternalServerException', 'ThrottlingException'],
    shapesMin: 1000,
  },
  {
    name: 'connect',
    // What is not built yet, too.
    ours: Object.values(connectModel),
    theirs: operationsOf(connect),
    model: process.env.OPENCASES_TEST_CONNECT_MODEL,
    apiVersion: '2017-08-08',
    common: [],
    shapesMin: 1000,
  },
]

test('[B-001] the operations of Cases are the 43 of the official SDK', () => {
  const [{ ours, theirs } = assert.fail()] = services
  assert.equal(theirs.size, 43)
  assert.deepEqual(ours.map(({ name }) => name).sort(), [...theirs.keys()].sort())
})

test('[B-001] [B-900] the types are those of the official SDKs', () => {
  // Decided by the compiler, which takes no other value.
  assert.equal(agreement.types, true)
})

test('[B-001] [B-900] methods, paths and members are those of the official SDKs', () => {
  for (const { ours, theirs, name: service, shapesMin } of services) {
    const seen = new Set<string>()
    for (const operation of ours) {
      const [, , name, { http }, input, output] = theirs.get(operation.name) ?? assert.fail()
      assert.equal(operation.service ?? 'cases', service, name)
      assert.deepEqual([operation.method, operation.path, 200], http, name)
      compare(`${name}.in`, ourNode(operation.input), sdkNode(input), { seen })
      compare(`${name}.out`, ourNode(operation.output), sdkNode(output), { seen })
      assert.deepEqual(placesOf(operation), sdkPlaces(input), name)
    }
    assert.ok(seen.size > shapesMin, `${seen.size} shapes were compared`)
  }
})

const placesOf = ({ path, query = {} }: Operation): Record<string, string> => ({
  ...Object.fromEntries(
    Array.from(path.matchAll(/\{(.+?)\}/g), ([, name = '']) => [name, 'label']),
  ),
  ...query,
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

for (const { name: service, ours, model: file, apiVersion, common, shapesMin } of services) {
  const skip = file === undefined && `the environment names no service model of ${service}`

  test(`[B-001] [B-900] constraints, errors and paths are those of ${service}'s model`, {
    skip,
  }, () => {
    const { metadata, ...model } = JSON.parse(readFileSync(file ?? '', 'utf8')) as ServiceModel
    assert.equal(metadata.signingName, service)
    assert.equal(metadata.apiVersion, apiVersion)
    const seen = new Set<string>()
    const held = { seen, newer }
    for (const operation of ours) {
      const { name } = operation
      const { http, input, output, errors, idempotent } = model.operations[name] ?? assert.fail()
      assert.deepEqual([operation.method, operation.path], [http.method, http.requestUri], name)
      assert.equal(operation.idempotent ?? false, idempotent ?? false, `${name}: idempotent`)
      const named = errors.map(({ shape }) => shape).sort()
      assert.deepEqual([...operation.errors, ...common].sort(), named, `${name}: errors`)
      assert.deepEqual(placesOf(operation), botoPlaces(model.shapes[input.shape]), name)
      compare(`${name}.in`, ourNode(operation.input), botoNode(model.shapes, input.shape), held)
      const answer = output === undefined ? empty : botoNode(model.shapes, output.shape)
      compare(`${name}.out`, ourNode(operation.output), answer, held)
    }
    assert.ok(seen.size > shapesMin, `${seen.size} shapes were compared`)
  })
}

// The official SDK has these already.
const newer = [
  '.PreEvaluationFilters',
  'CreateRule.in.Tags',
  '.ActionType.EXTRACT_INFORMATION',
  '.ExtractInformationAction',
  '.AgentInfo.ActiveRegion',
  '.EventSourceName.OnAfterCallWorkAvailable',
  '.EventSourceName.OnAfterChatWorkAvailable',
]

const empty = { kind: 'structure', facts: {}, parts: {}, required: [] } as const

const botoPlaces = (shape: BotoShape | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(shape?.members ?? {}).flatMap(([name, { location, locationName }]) =>
      location === undefined ? [] : [[name, location === 'uri' ? 'label' : (locationName ?? name)]],
    ),
  )
