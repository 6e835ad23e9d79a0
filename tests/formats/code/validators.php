<?php
class P extends Model {
  const GENDER_MALE = 'm';
  const GENDER_FEMALE = 'w';
  #[Assert\Choice(['m', 'w'])]
  private $gender;
  #[Assert\Choice(choices: ['m', 'w'], message: 'x')]
  private string $gender2;
  /** @Assert\Choice({"m", "w"}) */
  private $gender3;
  /**
   * @ORM\Column(type="string", length=1, nullable=false)
   * @Assert\Choice(choices={"m", "w"})
   */
  private $gender4;
  #[ORM\Column(type: 'string', length: 1, nullable: true)]
  private ?string $gender5 = null;
  #[ORM\Column(enumType: Gender::class)]
  private Gender $gender6;
  #[Assert\Choice(callback: [Gender::class, 'values'])]
  private $gender7;
  #[Assert\Regex('/^(m|w)$/')]
  private $gender8;
  public function rules() {
    return [
      'gender' => 'required|in:m,w',
      'gender2' => ['required', 'in:m,w'],
      'gender3' => ['required', Rule::in(['m', 'w'])],
      'gender4' => ['nullable', new Enum(Gender::class)],
      'gender5' => 'required|string|size:1',
      'gender6' => 'regex:/^(m|w)$/',
      'gender7' => [Rule::enum(Gender::class)],
    ];
  }
  public function buildForm($builder) {
    $builder->add('gender', ChoiceType::class, ['choices' => ['männlich' => 'm', 'weiblich' => 'w'], 'label' => 'Geschlecht']);
    $builder->add('gender2', EnumType::class, ['class' => Gender::class]);
  }
  public function up() {
    Schema::create('persons', function (Blueprint $table) {
      $table->enum('gender', ['m', 'w'])->default('m');
      $table->string('geschlecht', 1)->nullable();
      $table->char('sex', 1);
      $table->boolean('is_male');
    });
  }
  protected $casts = ['gender' => Gender::class];
}
$form->addRadio('gender', 'Geschlecht:', ['m' => 'männlich', 'w' => 'weiblich']);
Select::make('gender')->options(['m' => 'männlich', 'w' => 'weiblich']);
$form->addElement('select', 'gender', 'Geschlecht', ['m' => 'männlich', 'w' => 'weiblich']);
if (!in_array($gender, ['m', 'w'])) { throw new X(); }
