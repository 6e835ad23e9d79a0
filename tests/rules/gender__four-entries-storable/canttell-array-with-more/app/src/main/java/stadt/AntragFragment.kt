package stadt

class AntragFragment : Fragment() {
    fun zeige(spinner: Spinner) {
        val liste = resources.getStringArray(R.array.geschlecht).toMutableList()
        liste.add("divers")
        liste.add("ohne Angabe")
        spinner.adapter = ArrayAdapter(requireContext(), android.R.layout.simple_spinner_item, liste)
    }
}
