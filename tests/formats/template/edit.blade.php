{{ Form::select('gender', ['m' => 'männlich', 'w' => 'weiblich'], $person->gender) }}
{!! Form::radio('anrede', 'Herr') !!} {!! Form::radio('anrede', 'Frau') !!}
