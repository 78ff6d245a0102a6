import type { GalleryView } from '../gallery/view.ts'
import { Button, IconButton } from './button.tsx'
import { Command } from './copy-button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Checkbox, RadioGroup, Select, TextArea, TextField } from './field.tsx'
import { Menu } from './menu.tsx'
import { ProblemBox } from './problem-box.tsx'
import { Progress } from './progress.tsx'
import { StaleNote } from './stale.tsx'
import { Badge, StateMark } from './state-mark.tsx'
import { Tabs } from './tabs.tsx'

const nothing = () => undefined

function Parts() {
  return (
    <main class="flex max-w-2xl flex-col gap-5 p-6">
      <h1>Parts</h1>
      <div class="flex flex-wrap gap-2">
        <Button look="primary">Primary</Button>
        <Button>Plain</Button>
        <Button look="danger" icon="trash">
          Danger
        </Button>
        <Button look="quiet">Quiet</Button>
        <Button isBusy>Busy</Button>
        <Button disabled>Disabled</Button>
        <IconButton icon="bell" label="Notifications" />
        <Menu label="More" items={[{ label: 'Cancel the job', icon: 'stop', onSelect: nothing }]} />
      </div>
      <div class="flex flex-wrap gap-2">
        <StateMark tone="good" icon="check">
          Results are ready
        </StateMark>
        <StateMark tone="bad" icon="warning">
          Failed
        </StateMark>
        <StateMark tone="warn" icon="clock">
          Expired
        </StateMark>
        <StateMark tone="accent" icon="running">
          Imputing at the host site
        </StateMark>
        <StateMark tone="plain" icon="stop">
          Cancelled
        </StateMark>
        <Badge>GRCh38</Badge>
      </div>
      <Progress label="Phasing" done={41} total={292} />
      <Progress label="Phasing" done={0} total={0} text="not counted yet" />
      <StaleNote onRetry={nothing}>As of 12:03, could not refresh.</StaleNote>
      <EmptyState title="No failed jobs in the last 30 days" action={<Button>Clear filter</Button>}>
        Nothing has failed.
      </EmptyState>
      <ProblemBox
        title="The file ends too early"
        seen="cohort.vcf.gz has no end-of-file block after 1,234,567,890 bytes"
        why="A copy was cut off, and the variants at its end are missing."
        fix="Copy the file again, and compare its size with the original."
        command="bgzip --test cohort.vcf.gz"
      />
      <Command text="bcftools annotate --rename-chrs chromosomes.txt cohort.vcf.gz -Oz -o renamed.vcf.gz" />
      <TextField
        label="E-mail address"
        hint="Where results are told of."
        fault="is no address"
        value="ada@"
        onInput={nothing}
      />
      <TextArea label="Reason" value="" onInput={nothing} />
      <Select
        label="Build"
        value="GRCh38"
        choices={[
          { value: 'GRCh37', label: 'GRCh37' },
          { value: 'GRCh38', label: 'GRCh38' },
        ]}
        onChange={nothing}
      />
      <Checkbox label="I have read this" hint="Both pages." isChecked onChange={nothing} />
      <RadioGroup
        label="Mode"
        value="imputation"
        choices={[
          { value: 'imputation', label: 'Impute' },
          { value: 'qc-only', label: 'Quality control only', hint: 'Nothing is imputed.' },
        ]}
        onChange={nothing}
      />
      <Tabs
        label="Parts"
        tabs={[
          { id: 'a', label: 'First', content: () => <p>The first.</p> },
          { id: 'b', label: 'Second', content: () => <p>The second.</p> },
        ]}
      />
    </main>
  )
}

export const views: readonly GalleryView[] = [{ name: 'parts', render: () => <Parts /> }]
