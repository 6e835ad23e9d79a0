<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="/">
<p><xsl:choose><xsl:when test="person/geschlecht='m'">Sehr geehrter Herr </xsl:when><xsl:otherwise>Sehr geehrte Frau </xsl:otherwise></xsl:choose><xsl:value-of select="nachname"/></p>
<p><xsl:if test="$geschlecht = 'm'">Herr</xsl:if><xsl:if test="$geschlecht = 'w'"><xsl:text>Frau</xsl:text></xsl:if></p>
</xsl:template>
</xsl:stylesheet>
