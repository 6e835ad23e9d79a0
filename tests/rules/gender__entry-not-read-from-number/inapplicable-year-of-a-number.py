def jahrhundert(kartennummer):
    return '19' if int(kartennummer[2:4]) > 50 else '20'
