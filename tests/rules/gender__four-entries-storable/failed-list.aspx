<%@ Page Language="C#" AutoEventWireup="true" %>
<form runat="server">
  <asp:Label runat="server" Text="Geschlecht" />
  <asp:RadioButtonList ID="Geschlecht" runat="server">
    <asp:ListItem Value="M" Text="männlich" />
    <asp:ListItem Value="W" Text="weiblich" />
  </asp:RadioButtonList>
</form>
