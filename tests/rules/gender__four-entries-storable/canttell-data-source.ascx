<%@ Control Language="VB" %>
<asp:DropDownList ID="Geschlecht" runat="server" DataSourceID="Codes" DataTextField="Text" DataValueField="Code" />
