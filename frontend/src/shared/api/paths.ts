/** The calls the console makes. Shaped as openapi-typescript shapes them, so openapi-fetch checks every one. */
import type * as T from './types';

interface Shape {
  path?: object;
  query?: object;
  header?: object;
}

interface Operation<P extends Shape, Result, Body = never> {
  parameters: {
    path?: P['path'] extends object ? P['path'] : never;
    query?: P['query'] extends object ? Partial<P['query']> : never;
    header?: P['header'] extends object ? Partial<P['header']> : never;
  };
  requestBody?: [Body] extends [never] ? never : { content: { 'application/json': Body } };
  responses: { 200: { content: { 'application/json': Result } } };
}

interface OnePath {
  path: { id: string };
}
type Query<Q> = { query: Q };
type Versioned = OnePath & { header: { 'If-Match': string } };
type Anything = Record<string, unknown>;
interface Paging {
  cursor: string;
  limit: number;
}
type ListQuery = Query<Paging & { q: string; client: string }>;

interface Collection<Item, L extends Shape = ListQuery> {
  get: Operation<L, T.Page<Item>>;
  post: Operation<Shape, Item, Anything>;
}
interface Single<Item> {
  get: Operation<OnePath, Item>;
  patch: Operation<Versioned, Item, Anything>;
  delete: Operation<Versioned, undefined>;
}

interface AuthPaths {
  '/auth/session': { get: Operation<Shape, T.SessionInfo> };
  '/auth/methods': { get: Operation<Shape, T.AuthMethods> };
  '/auth/login': {
    post: Operation<Shape, { status: 'signed_in' | 'second_factor' }, { email: string; password: string }>;
  };
  '/auth/second-factor': { post: Operation<Shape, { status: 'signed_in' }, { code: string }> };
  '/auth/logout': { post: Operation<Shape, undefined> };
  '/auth/logout-everywhere': { post: Operation<Shape, undefined> };
  '/auth/password': { post: Operation<Shape, undefined, { current: string; new: string }> };
  '/auth/totp/enrol': { post: Operation<Shape, { secret: string; otpauth_uri: string }> };
  '/auth/totp/confirm': { post: Operation<Shape, { recovery_codes: string[] }, { code: string }> };
  '/auth/totp': { delete: Operation<Shape, undefined, { password: string }> };
  '/me/context': { get: Operation<Shape, T.TenantContext> };
}

interface WindowQuery {
  filter: string;
  client: string;
  sort: string;
}

interface AssetPaths {
  '/fields': { get: Operation<Shape, T.FieldCatalogue> };
  '/assets': {
    get: Operation<Query<WindowQuery & Paging>, T.Page<T.AssetRow>>;
    post: Operation<Shape & { header: { 'Idempotency-Key': string } }, T.Asset, Anything>;
  };
  '/assets/{id}': Single<T.Asset>;
  '/assets/{id}/history': { get: Operation<OnePath & Query<Paging>, T.Page<T.ChangeEntry>> };
  '/assets/rows': { get: Operation<Query<WindowQuery & { start: number; count: number; columns: string }>, T.RowsWindow> };
  '/assets/count': { get: Operation<Query<WindowQuery>, { value: number; relation: 'eq' }> };
  '/assets/locate': { get: Operation<Query<WindowQuery & { id: string }>, { index: number | null }> };
  '/assets/facets': {
    get: Operation<Query<WindowQuery & { fields: string }>, { fields: Record<string, T.FacetValue[]> }>;
  };
  '/assets/suggest': {
    get: Operation<Query<{ field: string; q: string; client: string }>, { values: T.FacetValue[] }>;
  };
  '/assets/search': { get: Operation<Query<{ q: string; limit: number; client: string }>, { items: T.AssetHit[] }> };
  '/assets/export': { post: Operation<Shape, T.Job, Anything> };
  '/filters/parse': { post: Operation<Shape, T.ParsedFilter, { text: string; module: string }> };
}

interface PlacePaths {
  '/clients': Collection<T.Client>;
  '/clients/{id}': Single<T.Client>;
  '/locations': Collection<T.Location>;
  '/locations/{id}': Single<T.Location>;
  '/contacts': Collection<T.Contact>;
  '/contacts/{id}': Single<T.Contact>;
}

interface SettingsPaths {
  '/users': Collection<T.Member>;
  '/users/{id}': Single<T.Member>;
  '/roles': Collection<T.Role>;
  '/roles/{id}': Single<T.Role>;
  '/tokens': Collection<T.ApiToken>;
  '/tokens/{id}': Single<T.ApiToken>;
  '/asset-types': Collection<T.AssetType>;
  '/asset-types/{id}': Single<T.AssetType>;
  '/custom-fields': Collection<T.CustomField>;
  '/custom-fields/{id}': Single<T.CustomField>;
}

interface WorkPaths {
  '/jobs': { get: Operation<Query<Paging & { state: string; mine: boolean; kind: string }>, T.Page<T.Job>> };
  '/jobs/{id}': { get: Operation<OnePath, T.Job> };
  '/jobs/{id}/cancel': { post: Operation<OnePath, T.Job> };
  '/jobs/{id}/retry': { post: Operation<OnePath, T.Job> };
  '/jobs/{id}/errors': { get: Operation<OnePath & Query<Paging>, T.Page<T.JobItemError>> };
  '/imports': {
    get: Operation<Query<Paging>, T.Page<T.ImportRecord>>;
    post: Operation<Shape, T.ImportRecord, FormData>;
  };
  '/imports/{id}': { get: Operation<OnePath, T.ImportRecord>; delete: Operation<OnePath, undefined> };
  '/imports/{id}/mapping': {
    put: Operation<OnePath, T.ImportRecord, { columns: { index: number; field: string | null }[] }>;
  };
  '/imports/{id}/run': { post: Operation<OnePath, T.Job, { dry_run: boolean; create_missing: boolean }> };
  '/imports/{id}/rows': { get: Operation<OnePath & Query<Paging & { outcome: string }>, T.Page<T.ImportRow>> };
}

export type paths = AuthPaths & AssetPaths & PlacePaths & SettingsPaths & WorkPaths;
