import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const BROWSERS = ['chrome125', 'edge125', 'firefox125', 'safari17.5']

/** `--mode gallery` builds the development-only gallery beside the console, never into it. */
export default defineConfig(({ mode }) => ({
  plugins: [solid(), tailwindcss()],
  build: {
    target: 'es2022',
    cssTarget: BROWSERS,
    outDir: mode === 'gallery' ? 'dist-gallery' : 'dist',
    manifest: true,
    // The policy of the node takes no data: addresses for scripts, and one file less says little.
    assetsInlineLimit: 0,
    // The node serves index.html, the registry registry.html.
    rolldownOptions: {
      input: mode === 'gallery' ? ['gallery.html'] : ['index.html', 'registry.html'],
    },
  },
}))
