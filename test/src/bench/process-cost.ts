import { readFileSync, writeFileSync } from 'node:fs'

/** Ticks a second that Linux counts CPU time in, on every architecture that Node runs on. */
const CLOCK_TICKS_PER_S = 100
/** Of the fields after the command's name in /proc/PID/stat: user time, then system time. */
const USER_TICKS = 11
const SYSTEM_TICKS = 12
const KB_PER_MB = 1000
/** Value by which Linux forgets the greatest resident size so far. */
const FORGET_PEAK = '5'

/** CPU time that a process has taken so far, all threads together, seconds. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name may hold blanks and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / CLOCK_TICKS_PER_S
}

/** Memory of a process that is in RAM now, MB. */
export function residentMb(pid: number): number {
  return statusMb(pid, 'VmRSS')
}

/** Greatest resident size of a process since it began, or since `forgetPeak`, MB. */
export function peakResidentMb(pid: number): number {
  return statusMb(pid, 'VmHWM')
}

export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, FORGET_PEAK)
}

function statusMb(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]
  if (kib === undefined) throw new Error(`process ${pid} has ended`)
  return (Number(kib) * 1.024) / KB_PER_MB
}
