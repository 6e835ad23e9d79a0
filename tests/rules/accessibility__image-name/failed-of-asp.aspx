<%@ Page Language="C#" %>
<div><asp:Image runat="server" ImageUrl="~/karte.png" /></div>
