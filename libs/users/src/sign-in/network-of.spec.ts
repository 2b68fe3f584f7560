import { networkOf } from './network-of';

it('the place that somebody comes from is an address of IPv4, and the /64 of IPv6', () => {
  expect(['192.0.2.7', '::ffff:192.0.2.7', '::FFFF:192.0.2.7'].map(networkOf)).toEqual(Array(3).fill('192.0.2.7'));
  expect(['2001:db8:1:2::1', '2001:DB8:1:2:ffff:0:0:9', '2001:0db8:0001:0002:1:2:3:4', '2001:db8:1:2::192.0.2.1', '2001:db8:1:2::5%eth0'].map(networkOf)).toEqual(Array(5).fill('2001:db8:1:2::/64'));
  expect(['::1', '2001:db8::1', 'fe80::1%eth0', 'nonsense'].map(networkOf)).toEqual(['0:0:0:0::/64', '2001:db8:0:0::/64', 'fe80:0:0:0::/64', 'nonsense']);
});
