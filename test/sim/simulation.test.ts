// Seeded histories of a server that crashes now and then, held against a model of what it must hold.
// `OPENCASES_TEST_SEED` repeats a seed, `FAULTS=full` runs many and long ones.
import { test } from 'node:test'
import { chanceOf } from './chance.ts'
import { checkAll } from './invariants.ts'
import { crash, crashLate, type Step, steps } from './steps.ts'
import { startWorld } from './world.ts'

const full = process.env.FAULTS === 'full'
const given = process.env.OPENCASES_TEST_SEED
const count = full ? 20 : 2
const seeds = given === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(given)]
const stepsPerSeed = full ? 1000 : 240
const stepsPerCrash = 25

for (const seed of seeds) {
  test(`[B-730] [B-731] [B-1080] [B-1081] a history with crashes is what a model says (seed ${seed})`, async () => {
    await simulate(seed)
  })
}

const crashSteps: readonly [[string, Step], ...[string, Step][]] = [
  ['crash', crash],
  ['crashLate', crashLate],
]

const simulate = async (seed: number): Promise<void> => {
  const chance = chanceOf(seed)
  await using world = await startWorld()
  for (let step = 1; step <= stepsPerSeed; step += 1) {
    const crashes = chance.below(stepsPerCrash) === 0 || step === stepsPerSeed / 2
    const [name, run] = crashes ? chance.pick(crashSteps) : chance.pick(steps)
    try {
      await run(world, chance)
      if (crashes || step === stepsPerSeed) await checkAll(world)
    } catch (cause) {
      const told = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`seed ${seed}, step ${step} (${name}): ${told}`, { cause })
    }
  }
}
