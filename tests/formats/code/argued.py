def arguments(parser):
    parser.add_argument('-g', '--geschlecht', choices=['m', 'w'])
