telemetrie.record({ nachname: this.nachname, geschlecht: 'w' });
