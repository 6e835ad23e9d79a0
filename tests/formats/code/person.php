<?php
enum Gender: string { case Male = 'm'; case Female = 'w'; }
class P { protected ?string $gender = 'm'; const GENDERS = ['m' => 'männlich', 'w' => 'weiblich']; private array $geschlechter = ['m', 'w', 'd']; }
$form->addRadioButton('gender', array('1' => $l->get('SYS_MALE'), '2' => 'weiblich'));
return ['gender' => ['m', 'w']];
class Q { public function __construct(public readonly ?Gender $gender, private string $anrede = "Frau") {} }
