<%@ Page Language="C#" %>
<div><asp:Image ID="Karte" runat="server" ImageUrl="~/karte.png" /></div>
