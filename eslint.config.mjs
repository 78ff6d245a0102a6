import solid from 'eslint-plugin-solid/configs/typescript'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['**/node_modules/', 'console/dist*/', '*/migrations/', '.crosspanel/', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './protocol/tsconfig.test.json',
          './node/tsconfig.json',
          './registry/tsconfig.json',
          './console/tsconfig.json',
          './deploy/tsconfig.json',
          './test/tsconfig.json',
          './scripts/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', 12],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-warning-comments': ['error', { terms: ['fixme', 'xxx'] }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Services are closures over their parts: no method of theirs has a `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  { files: ['console/src/**/*.tsx'], ...solid },
  {
    files: ['console/src/**/*.tsx'],
    // It takes a form's initial values and callbacks of our own for lost reactivity.
    rules: { 'solid/reactivity': 'off' },
  },
  { files: ['console/src/**/*.page.tsx'], rules: { 'max-lines': ['error', 200] } },
  // A dictionary is as long as what it names.
  { files: ['console/src/**/words.*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.test.ts'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
