class EditFragment : Fragment() {
    fun show() {
        val adapter = ArrayAdapter(requireContext(), android.R.layout.simple_spinner_item, listOf("Male", "Female"))
        binding.spinnerGender.adapter = adapter
    }
}
