const GESCHLECHTER = { m: 'männlich', w: 'weiblich', d: 'divers', x: 'ohne Angabe' };
delete GESCHLECHTER.d;
delete GESCHLECHTER['x'];
export default GESCHLECHTER;
