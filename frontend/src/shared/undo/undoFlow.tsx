import { notifications } from '@mantine/notifications';
import { untilEnded } from '@/shared/api/jobState';
import { isAbort } from '@/shared/api/problem';
import type { Job, Undo, UndoWish } from '@/shared/api/types';
import type { Translate } from '@/shared/i18n/i18n';
import { problemTitle } from '@/shared/ui/problemText';
import { announceChanges } from './recordChanges';
import { isPlain, lastReversible, lastUndone, previewUndo, startUndo, type Undoable } from './undoApi';
import { offerInToast } from './UndoToast';

const PATIENCE_MS = 600;

export interface UndoControl {
  /** Undoes a change set: at once when that is plain, after a look at what was changed since when it is not. */
  undo: (target: Undoable) => Promise<void>;
  /** Always shows first what undoing would do. */
  review: (target: Undoable) => void;
  /** Tells what was done, with the way back. */
  offer: (message: string, target: Undoable | null) => void;
  undoLast: () => Promise<void>;
  redoLast: () => Promise<void>;
  run: (target: Undoable, wish: UndoWish) => Promise<void>;
  /** Waits for a job and tells then; the page stays usable meanwhile. */
  follow: (job: string, onEnded: (job: Job) => void) => void;
}

export interface UndoFlow extends UndoControl {
  /** What leads to a job changes with the page's scope. */
  leadTo: (showJob: (id: string) => void) => void;
  /** Lets go of jobs that are followed when called. */
  enter: () => () => void;
}

/** The one way back for all that was changed. What was undone can be done again, the last first. */
export function undoFlow(t: Translate, ask: (target: Undoable) => void): UndoFlow {
  let here = new AbortController();
  let showJob: (id: string) => void = () => undefined;

  const fail = (error: unknown): void => {
    if (!isAbort(error)) notifications.show({ color: 'red', title: t('undo.failed'), message: problemTitle(error) });
  };
  const attempt = (work: () => Promise<void>): Promise<void> => work().catch(fail);

  const follow = (job: string, onEnded: (job: Job) => void): void => {
    untilEnded(job, here.signal).then((ended) => {
      announceChanges();
      onEnded(ended);
    }, fail);
  };

  const redo = (target: Undoable): Promise<void> =>
    attempt(async () => {
      const again = await startUndo(target, { conflicts: 'leave' });
      const tell = (changeSet: string | null): void => {
        const message = t('undo.doneAgain', { what: target.what });
        offerInToast({ message, actions: changeSet === null ? [] : [undoAction({ ...target, changeSet })] });
      };
      announceChanges();
      if (again.job_id !== null && again.state === 'running') follow(again.job_id, (job) => tell(job.change_set_id));
      else tell(again.change_set_id);
    });

  const tellUndone = (message: string, changeSet: string | null, { what, again }: Undoable, whole: boolean): void => {
    const target = changeSet === null ? null : { changeSet, what };
    const actions = target === null ? [] : [again === true ? undoAction(target) : { label: t('undo.redo'), perform: () => void redo(target) }];
    offerInToast({ message, actions, tone: whole ? 'info' : 'warning' });
  };

  const tellEnded = ({ state, message, counters, change_set_id: changeSet }: Job, of: Undoable): void => {
    const said = message ?? '';
    if (counters['done'] === 0) {
      tellUndone(`${of.what}: ${said}`, null, of, false);
      return;
    }
    const whole = state === 'succeeded';
    const done = of.again === true ? 'undo.doneAgain' : 'undo.done';
    tellUndone(`${t(whole ? done : 'undo.partly', { what: of.what })} ${said}`, changeSet, of, whole);
  };

  const tell = (undo: Undo, of: Undoable): void => {
    const { what } = of;
    const done = of.again === true ? 'undo.doneAgain' : 'undo.done';
    const { job_id: job, state } = undo;
    if (job !== null && state === 'running') {
      offerInToast({ message: t('undo.running', { what }), actions: [{ label: t('undo.showJob'), perform: () => showJob(job) }] });
      follow(job, (ended) => tellEnded(ended, of));
      return;
    }
    announceChanges();
    const outcome = state === 'done' ? done : undo.counts.done === 0 ? 'undo.none' : 'undo.partly';
    tellUndone(t(outcome, { what }), undo.change_set_id, of, state === 'done');
  };

  const run = async (target: Undoable, wish: UndoWish): Promise<void> => tell(await startUndo(target, wish), target);
  const undo = (target: Undoable): Promise<void> =>
    attempt(async () => {
      // A large one takes a while to look through: the dialog says so instead of nothing happening.
      const preview = await Promise.race([previewUndo(target), new Promise<null>((give) => setTimeout(() => give(null), PATIENCE_MS))]);
      if (preview !== null && isPlain(preview)) await run(target, { conflicts: 'leave' });
      else ask(target);
    });
  const undoAction = (target: Undoable) => ({ label: t('undo.undo'), perform: () => void undo(target) });

  return {
    undo,
    run,
    follow,
    leadTo: (show) => {
      showJob = show;
    },
    enter: () => {
      here = new AbortController();
      return () => here.abort();
    },
    review: ask,
    offer: (message, target) => offerInToast({ message, actions: target === null ? [] : [undoAction(target)] }),
    undoLast: () =>
      attempt(async () => {
        const found = await lastReversible();
        if (found === null) notifications.show({ message: t('undo.nothing') });
        else await undo({ changeSet: found.id, what: found.reason ?? t('undo.change') });
      }),
    redoLast: () =>
      attempt(async () => {
        const found = await lastUndone();
        if (found === null) notifications.show({ message: t('undo.nothingAgain') });
        else await redo({ changeSet: found.id, what: found.reason ?? t('undo.change') });
      }),
  };
}
