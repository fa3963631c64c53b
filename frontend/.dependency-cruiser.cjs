/** Architecture of the console: shared knows no one, features are islands, apps compose. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'shared-knows-no-one', severity: 'error', from: { path: '^src/shared/' }, to: { path: '^src/(features|apps)/' } },
    { name: 'feature-knows-no-app', severity: 'error', from: { path: '^src/features/' }, to: { path: '^src/apps/' } },
    {
      name: 'features-are-islands',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'portal-has-own-client',
      severity: 'error',
      from: { path: '^src/(apps/portal|features/portal-)' },
      to: { path: '^src/shared/api/client' },
    },
    {
      name: 'test-support-stays-in-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '(\\.test\\.tsx?$|^src/testing/)' },
      to: { path: '^src/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
