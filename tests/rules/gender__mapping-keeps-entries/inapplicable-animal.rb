def geschlecht_des_hundes(geschlecht)
  case geschlecht
  when 'männlich', 'divers', 'ohne Angabe' then 'm'
  when 'weiblich' then 'w'
  end
end
