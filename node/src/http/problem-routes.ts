import { createRoute, z } from '@hono/zod-openapi'
import { PROBLEM_TYPE_BASE, type ProblemCode, PROBLEMS } from '@crosspanel/protocol/problem'
import { PROBLEM_FIXES } from '@crosspanel/protocol/problem-fixes'
import { jsonAnswer } from '@crosspanel/protocol/routes'
import { createRouter } from './router.ts'

const ProblemList = z.object({
  problems: z.array(
    z.object({
      type: z.string(),
      code: z.string(),
      status: z.int(),
      title: z.string(),
      fix: z.string(),
    }),
  ),
})

const listProblems = createRoute({
  method: 'get',
  path: '/problems',
  operationId: 'listProblems',
  summary: 'Every problem that this API answers with, and how to mend it',
  security: [],
  responses: { 200: jsonAnswer('The problems', ProblemList) },
})

export function problemRoutes() {
  const problems = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => ({
    type: PROBLEM_TYPE_BASE + code,
    code,
    ...PROBLEMS[code],
    fix: PROBLEM_FIXES[code],
  }))
  return createRouter().openapi(listProblems, (c) => c.json({ problems }, 200))
}
