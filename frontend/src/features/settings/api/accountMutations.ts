import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/shared/api/client';

export const useChangePassword = () =>
  useMutation({ mutationFn: (body: { current: string; new: string }) => unwrap(api.POST('/auth/password', { body })) });

export const useEnrol = () => useMutation({ mutationFn: () => unwrap(api.POST('/auth/totp/enrol')) });

export const useConfirmEnrolment = () =>
  useMutation({ mutationFn: (code: string) => unwrap(api.POST('/auth/totp/confirm', { body: { code } })) });

export const useRemoveSecondFactor = () =>
  useMutation({ mutationFn: (password: string) => unwrap(api.DELETE('/auth/totp', { body: { password } })) });

export const useSignOutEverywhere = () => useMutation({ mutationFn: () => unwrap(api.POST('/auth/logout-everywhere')) });
