import { Route, Router } from '@solidjs/router'
import { render } from 'solid-js/web'
import { StatusPage } from './status/status.page.tsx'
import './style.css'

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no #app')
render(
  () => (
    <Router>
      <Route path="*" component={StatusPage} />
    </Router>
  ),
  root,
)
