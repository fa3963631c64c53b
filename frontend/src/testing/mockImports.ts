import { http, HttpResponse, type HttpHandler } from 'msw';
import type { WizardImport } from '@/shared/api/importTypes';
import { job } from './fixtures';
import { changeSet, undoPreview, undoRead } from './undoFixtures';
import { checkRow, importFix, issues, layout, mapping, matches, matchRow, presets, values, wizardImport } from './importFixtures';

const API = '*/api/v1';
const page = <T,>(items: T[]) => ({ items, next_cursor: null });
const COUNTS = { rows: 312, created: 240, updated: 48, unchanged: 9, duplicate_in_file: 4, review: 2, rejected: 9, excluded: 0 };

/** The id of an import says in which state the made-up server holds it. */
export function importInState(id: string): WizardImport {
  const kept: Record<string, Partial<WizardImport>> = {
    checked: { state: 'checked', step: 'check', counts: COUNTS },
    stale: { state: 'checked', step: 'run', counts: COUNTS, is_stale: true },
    running: { state: 'running', step: 'run', job_id: 'j1', dry_run: false, counts: COUNTS },
    checking: { state: 'checking', step: 'check', job_id: 'j1', counts: COUNTS },
    finished: { state: 'finished', step: 'result', dry_run: false, counts: COUNTS, error_file_id: 'f1', decisions_file_id: 'f2', filter: 'import=finished', change_set_id: 's9', job_id: 'j1' },
  };
  return wizardImport({ id, ...kept[id] });
}

/** The import wizard's part of the API, answering from made-up data. */
export const importHandlers: HttpHandler[] = [
  http.get(`${API}/imports`, ({ request }) =>
    HttpResponse.json(
      page(new URL(request.url).searchParams.get('open') === 'true' ? [importInState('checked')] : [importInState('finished'), importInState('i2')]),
    ),
  ),
  http.post(`${API}/imports`, () => HttpResponse.json(wizardImport({ step: 'sheet' }), { status: 201 })),
  http.get(`${API}/imports/limits`, () => HttpResponse.json({ max_upload_bytes: 1024, max_rows: null, formats: ['csv', 'tsv', 'xlsx', 'xls'] })),
  http.get(`${API}/imports/:id`, ({ params }) => HttpResponse.json(importInState(String(params['id'])))),
  http.patch(`${API}/imports/:id`, async ({ params, request }) => {
    const body: unknown = await request.json();
    return HttpResponse.json({ ...importInState(String(params['id'])), ...(typeof body === 'object' ? body : {}) });
  }),
  http.delete(`${API}/imports/:id`, () => new HttpResponse(null, { status: 204 })),
  http.get(`${API}/imports/:id/layout`, () => HttpResponse.json(layout())),
  http.put(`${API}/imports/:id/layout`, () => HttpResponse.json(layout())),
  http.get(`${API}/imports/:id/mapping`, () => HttpResponse.json(mapping())),
  http.put(`${API}/imports/:id/mapping`, ({ params }) => HttpResponse.json(importInState(String(params['id'])))),
  http.post(`${API}/imports/:id/mapping/guess`, () => HttpResponse.json(mapping())),
  http.post(`${API}/imports/:id/apply-preset`, () => HttpResponse.json(mapping())),
  http.get(`${API}/imports/:id/values`, ({ request }) => HttpResponse.json(values(Number(new URL(request.url).searchParams.get('column'))))),
  http.get(`${API}/import-presets`, () => HttpResponse.json({ items: presets })),
  http.post(`${API}/import-presets`, () => HttpResponse.json(presets[1], { status: 201 })),
  http.get(`${API}/imports/:id/issues`, () => HttpResponse.json(issues())),
  http.get(`${API}/imports/:id/check-rows`, () => HttpResponse.json(page([2, 3, 5, 6, 8, 9, 11, 12, 14].map((row) => checkRow(row))))),
  http.get(`${API}/imports/:id/fixes`, () => HttpResponse.json({ items: [importFix()], can_undo: true, can_redo: false })),
  http.post(`${API}/imports/:id/fixes`, () => HttpResponse.json(importFix(), { status: 201 })),
  http.post(`${API}/imports/:id/fixes/undo`, () => HttpResponse.json(importFix({ is_undone: true }))),
  http.get(`${API}/imports/:id/matches`, () => HttpResponse.json(matches)),
  http.get(`${API}/imports/:id/match-rows`, () => HttpResponse.json(page([matchRow(88), matchRow(90, { can_create: true, create_blocked_by: null })]))),
  http.put(`${API}/imports/:id/choices`, () => HttpResponse.json({ rows: 1 })),
  http.post(`${API}/imports/:id/retry`, () => HttpResponse.json(wizardImport({ id: 'i3', retry_of: 'finished', step: 'check' }), { status: 201 })),
  http.get(`${API}/imports/:id/undo`, () => HttpResponse.json(undoPreview)),
  http.post(`${API}/imports/:id/undo`, () => HttpResponse.json(undoRead, { status: 202 })),
  http.get(`${API}/change-sets/:id`, () => HttpResponse.json(changeSet())),
  http.get(`${API}/undos/:id`, () => HttpResponse.json(undoRead)),
  http.post(`${API}/imports/:id/run`, () => HttpResponse.json(job(), { status: 202 })),
  http.get(`${API}/imports/:id/rows`, () =>
    HttpResponse.json(
      page([{ row: 17, outcome: 'rejected', asset_id: null, asset_tag: null, asset_name: null, duplicate_of_row: null, matched_on: [], score: 0, reason: 'The location Leads is not known. Did you mean Leeds?' }]),
    ),
  ),
];
