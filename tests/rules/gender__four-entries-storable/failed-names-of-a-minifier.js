const EB = { Female: _z, Male: _P, Other: _D, Unknown: _M };
