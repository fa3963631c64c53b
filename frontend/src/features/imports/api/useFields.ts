import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '@/shared/api/catalogue';

export const useFields = (tenant: string) => useQuery(catalogueQuery(tenant));
