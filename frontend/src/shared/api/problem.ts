export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  request_id?: string;
  errors?: { field?: string; code?: string; message: string; suggestion?: string | null; start?: number; end?: number }[];
  current?: unknown;
  [context: string]: unknown;
}

/** A refusal of the server, carrying the sentence a person may read. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: ProblemBody;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, body: ProblemBody, retryAfterSeconds: number | null = null) {
    super(body.title ?? `Request failed (${String(status)})`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code ?? `http_${String(status)}`;
    this.body = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Messages by field name; what names no field is left to the summary. */
  get fieldErrors(): Record<string, string> {
    const byField: Record<string, string> = {};
    for (const error of this.body.errors ?? []) {
      if (error.field !== undefined) byField[bareField(error.field)] ??= error.message;
    }
    return byField;
  }
}

/** Validators may answer with a path such as `body.custom.rack`; forms know fields by their catalogue name. */
function bareField(field: string): string {
  return field.replace(/^body\./, '').replace(/^custom\./, 'cf.').replace(/^extension\./, '');
}

export async function problemOf(response: Response, parsed: unknown): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? retryAfter : null;
  if (typeof parsed === 'object' && parsed !== null) return new ApiProblem(response.status, parsed as ProblemBody, seconds);
  return Promise.resolve(new ApiProblem(response.status, { status: response.status }, seconds));
}

export const isProblem = (error: unknown): error is ApiProblem => error instanceof ApiProblem;

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
