interface Visit { sort: string; age: number }

export function byAge(visits: Visit[]) {
  const sorted: any = { male: {}, female: {}, unknown: {} };
  const waiting: Record<string, Visit[]> = { male: [], female: [] };
  visits.forEach((visit) => { sorted[visit.sort][visit.age] = visit; waiting[visit.sort].push(visit); });
  return { sorted, waiting };
}
