import changing from '../../../../docs/guides/changing.md?raw';
import finding from '../../../../docs/guides/finding.md?raw';
import goingBack from '../../../../docs/guides/going-back.md?raw';
import importing from '../../../../docs/guides/importing.md?raw';

export interface Guide {
  id: string;
  title: string;
  paragraphs: readonly string[];
}

/** The guides of the documentation, as they stand there: a title and paragraphs. */
function guideOf(id: string, source: string): Guide {
  const [title = '', ...paragraphs] = source.trim().split(/\n{2,}/);
  return { id, title: title.replace(/^# /, ''), paragraphs: paragraphs.map((text) => text.replace(/\n/g, ' ')) };
}

export const GUIDES: readonly [Guide, ...Guide[]] = [
  guideOf('finding', finding),
  guideOf('changing', changing),
  guideOf('importing', importing),
  guideOf('going-back', goingBack),
];
