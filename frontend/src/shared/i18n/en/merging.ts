/** Merging assets: loaded with the dialog. */
export const merging = {
  'merging.title': 'Merge assets',
  'merging.help':
    'Several records of one machine become one. Choose which one stays, and press a value to keep it. Identifiers are joined, so whatever reported the others leads to the one that stays.',
  'merging.another': 'Add another asset',
  'merging.anotherHint': 'Tag, serial number, name …',
  'merging.nothingFound': 'No asset found.',
  'merging.fields': 'The assets, field by field',
  'merging.field': 'Field',
  'merging.result': 'After merging',
  'merging.stays': 'stays',
  'merging.goes': 'goes into it',
  'merging.leaveOut': 'Leave {tag} out',
  'merging.leaveLast': 'Leave the last one out again',
  'merging.take': '{field}: keep {value} of {tag}',
  'merging.joined': 'all of them',
  'merging.alike': 'They agree in every field.',
  'merging.whole': 'Show fields on which they agree',
  'merging.reason': 'Why are they the same? (for the history)',
  'merging.chooseOther': 'Add the asset that is the same.',
  'merging.summary': '{count, plural, one {{tags} goes} other {{tags} go}} into {tag}. You can take this apart again.',
  'merging.run': 'Merge into {tag}',
} as const;
