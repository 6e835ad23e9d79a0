<%@ Page Language="C#" %>
<div><asp:Image runat="server" ImageUrl="~/karte.png" AlternateText="Karte der Zonen" /></div>
