/** The command `crosspanel`. Each part is loaded when it is asked for, so that help is quick. */
import { Command } from 'commander'

const [part] = process.argv.slice(2)

async function buildProgram(): Promise<Command> {
  if (part === 'registry') {
    const { registryCommand } = await import('./registry-command.ts')
    return new Command('crosspanel').addCommand(registryCommand())
  }
  if (part === 'node' || part === 'up') {
    const { nodeCommand, upCommand } = await import('./node-command.ts')
    return new Command('crosspanel').addCommand(nodeCommand()).addCommand(upCommand())
  }
  if (part === 'compose') {
    const { composeCommand } = await import('./compose-command.ts')
    return new Command('crosspanel').addCommand(composeCommand())
  }
  if (part === 'backup') {
    const { backupCommand } = await import('./backup/command.ts')
    return new Command('crosspanel').addCommand(backupCommand())
  }
  if (part === 'doctor') {
    const { doctorCommand } = await import('./doctor/command.ts')
    return new Command('crosspanel').addCommand(doctorCommand())
  }
  if (part === 'netcheck') {
    const { netcheckCommand } = await import('./netcheck/command.ts')
    return new Command('crosspanel').addCommand(netcheckCommand())
  }
  if (part === 'bugreport') {
    const { bugreportCommand } = await import('./bugreport/command.ts')
    return new Command('crosspanel').addCommand(bugreportCommand())
  }
  const { researcherProgram } = await import('@crosspanel/node/cli/program')
  return researcherProgram()
    .addCommand(new Command('node').description("make and run this institution's node"))
    .addCommand(new Command('up').description('join a federation and run the node'))
    .addCommand(new Command('doctor').description('look the node over and say how to mend it'))
    .addCommand(new Command('netcheck').description('look at the way to and from every peer'))
    .addCommand(new Command('bugreport').description('write what helps to find a fault, redacted'))
    .addCommand(new Command('backup').description('make, test and restore backups of this node'))
    .addCommand(
      new Command('registry').description('make and run a registry; administer its members'),
    )
    .addCommand(new Command('compose').description('run it in containers'))
}

const { runProgram } = await import('@crosspanel/node/cli/run')
process.exitCode = await runProgram(await buildProgram(), process.argv)
