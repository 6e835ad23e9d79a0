import com.namsor.client.PersonalApi

class Import
