import type { SiteStatus } from '@crosspanel/protocol/status'
import { createResource, createSignal, For, onCleanup, Show } from 'solid-js'
import { ageWords } from './age.ts'
import { readStatus } from './queries.ts'
import { CONTACT_WORDS } from './words.ts'

const REFRESH_MS = 5_000

/** What this site can do now and how lately it has heard of its peers. What could not be fetched again is shown with its age. */
export function StatusPage() {
  const [status, { refetch }] = createResource(() => readStatus(window.location.origin))
  const [now, setNow] = createSignal(new Date())
  const timer = setInterval(() => {
    setNow(new Date())
    void refetch()
  }, REFRESH_MS)
  onCleanup(() => clearInterval(timer))

  return (
    <main>
      <Show when={status.error !== undefined}>
        <p class="bad" role="alert">
          This node cannot be reached now. What you see may be old; the page asks again by itself.
        </p>
      </Show>
      <Show when={status.latest} fallback={<p role="status">Asking the node …</p>}>
        {(site) => <SiteSummary site={site()} now={now()} />}
      </Show>
    </main>
  )
}

function SiteSummary(props: { site: SiteStatus; now: Date }) {
  return (
    <>
      <h1>{props.site.siteName}</h1>
      <p class="faint">
        {props.site.siteId} · {props.site.software.name} {props.site.software.version}
      </p>
      <p role="status">
        <Show when={props.site.isReady} fallback={<span class="bad">Not ready</span>}>
          <span class="good">Ready</span>
        </Show>
      </p>
      <ul>
        <For each={props.site.reasons}>{(reason) => <li>{reason}</li>}</For>
      </ul>

      <h2>Federation</h2>
      <Show when={props.site.federation} fallback={<p>This site has joined no federation yet.</p>}>
        {(federation) => (
          <p>
            Version {federation().version} of the list of members, signed{' '}
            {ageWords(new Date(federation().issued), props.now)}, good until{' '}
            {new Date(federation().expires).toLocaleString()}.{' '}
            <Show when={!federation().isOpen}>
              <strong class="bad">It has expired: running jobs finish, new ones wait.</strong>
            </Show>
          </p>
        )}
      </Show>
      <p>
        Reference panels: {props.site.panels.served} here, {props.site.panels.reachable} in the
        federation.
      </p>

      <h2>Peers</h2>
      <Show when={props.site.peers.length > 0} fallback={<p>No other site is known.</p>}>
        <PeerTable peers={props.site.peers} now={props.now} />
      </Show>
    </>
  )
}

function PeerTable(props: { peers: SiteStatus['peers']; now: Date }) {
  return (
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Site</th>
            <th scope="col">Contact</th>
            <th scope="col">Last heard</th>
            <th scope="col">Answer time</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.peers}>
            {(peer) => (
              <tr>
                <td>
                  {peer.name} <span class="faint">{peer.siteId}</span>
                </td>
                <td classList={{ good: peer.contact === 'ok', bad: peer.contact === 'lost' }}>
                  {CONTACT_WORDS[peer.contact]}
                </td>
                <td>
                  {peer.heardAt === null ? 'never' : ageWords(new Date(peer.heardAt), props.now)}
                </td>
                <td>{peer.responseMs === null ? '' : `${Math.round(peer.responseMs)} ms`}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
