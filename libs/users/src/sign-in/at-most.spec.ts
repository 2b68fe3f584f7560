import { setTimeout as pause } from 'node:timers/promises';
import { AtMost } from './at-most';

class Full extends Error {}

it('so many pieces of work go on at a time, the others in their order, and more than may wait are refused', async () => {
  const limit = new AtMost(2, 3, () => new Full());
  let now = 0;
  let most = 0;
  const begun: number[] = [];
  const work = async (number: number) => {
    begun.push(number);
    most = Math.max(most, (now += 1));
    await pause(5);
    now -= 1;
    if (number === 1) throw new Error('failed');
    return number;
  };
  const ended = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((number) => limit.run(() => work(number))));
  expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).constructor.name))).toEqual([0, 'Error', 2, 3, 4, 'Full']);
  expect([most, begun]).toEqual([2, [0, 1, 2, 3, 4]]);
  expect(await limit.run(() => work(9))).toBe(9);
});

it('what is trusted goes before what waits already, and is not refused because others are too many', async () => {
  const limit = new AtMost(1, 2, () => new Full());
  const begun: string[] = [];
  const work = (name: string) => async () => {
    begun.push(name);
    await pause(2);
  };
  const ended = await Promise.allSettled([...['a', 'b', 'c', 'd'].map((name) => limit.run(work(name))), ...['x', 'y'].map((name) => limit.run(work(name), true))]);
  expect([begun, ended.map(({ status }) => status)]).toEqual([['a', 'x', 'y', 'b', 'c'], ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']]);
});
