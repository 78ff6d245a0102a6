const TEST = '\\.(test|db\\.test|engines\\.test)\\.ts$'

/** A module's tables are its own: others ask its service. Schema files may name each other for foreign keys. */
function noForeignStore(workspace, modules) {
  return modules.map((module) => ({
    name: 'no-foreign-store',
    severity: 'error',
    from: {
      path: `^${workspace}/src/`,
      pathNot: [`^${workspace}/src/${module}/`, 'schema\\.ts$', '/context\\.ts$', TEST],
    },
    to: { path: `^${workspace}/src/${module}/[a-z-]*(store|schema)\\.ts$` },
  }))
}

/** One way for dependencies to point; each rule is a sentence of docs/adr/0002-modules-of-one-process.md. */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'protocol-is-a-leaf',
      severity: 'error',
      from: { path: '^protocol/src', pathNot: TEST },
      to: {
        path: [
          '^(node|registry|console|deploy|test)/',
          '^(node:)?(fs|crypto|path|child_process|net|http|https|os|stream|zlib|buffer|events|timers)(/|$)',
        ],
      },
    },
    {
      name: 'protocol-uses-zod-and-jose-only',
      severity: 'error',
      from: { path: '^protocol/src', pathNot: TEST },
      to: { dependencyTypes: ['npm'], pathNot: 'node_modules/(zod|jose)/' },
    },
    {
      name: 'node-knows-no-registry',
      severity: 'error',
      from: { path: '^node/src', pathNot: TEST },
      to: { path: '^(registry|console|deploy|test)/' },
    },
    {
      name: 'registry-knows-no-node',
      severity: 'error',
      from: { path: '^registry/src', pathNot: TEST },
      to: { path: '^(node|console|deploy|test)/' },
    },
    {
      name: 'console-imports-node-only-through-client',
      severity: 'error',
      from: { path: '^console/src', pathNot: TEST },
      to: { path: '^node/src', pathNot: '^node/src/client(-events)?\\.ts$' },
    },
    {
      name: 'console-imports-registry-only-through-client',
      severity: 'error',
      from: { path: '^console/src' },
      to: { path: '^registry/src', pathNot: '^registry/src/client\\.ts$' },
    },
    {
      name: 'test-is-not-imported',
      severity: 'error',
      from: { path: '^(protocol|node|registry|console|deploy)/src', pathNot: TEST },
      to: { path: '^test/' },
    },
    {
      name: 'routes-do-not-touch-storage',
      severity: 'error',
      from: { path: '/routes\\.ts$' },
      to: { path: '(/store|/schema|/db)\\.ts$' },
    },
    {
      name: 'hono-stays-at-the-edge',
      severity: 'error',
      from: { path: '^(node|registry)/src/.*(service|store|states|schema|worker|driver)\\.ts$' },
      to: { path: 'node_modules/(hono|@hono)/' },
    },
    ...noForeignStore('node', [
      'users',
      'files',
      'panels',
      'jobs',
      'runs',
      'peers',
      'notifications',
      'monitoring',
      'http',
    ]),
    ...noForeignStore('registry', [
      'members',
      'enrolment',
      'federation',
      'admin',
      'announcements',
      'audit',
      'reports',
    ]),
    {
      name: 'pipeline-has-no-database-and-no-http',
      severity: 'error',
      from: { path: '^node/src/pipeline/', pathNot: TEST },
      to: {
        path: [
          'node_modules/(drizzle-orm|postgres|hono|@hono)/',
          '^node/src/(db|http|jobs|runs|peers|users|files)',
        ],
      },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^(protocol|node|registry|deploy)/src', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['console/dist', 'node_modules/\\.'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
