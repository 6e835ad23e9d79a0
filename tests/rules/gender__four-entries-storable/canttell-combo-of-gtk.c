#include <gtk/gtk.h>

static GtkWidget *build(void)
{
    GtkWidget *sex_combo = gtk_combo_box_text_new();
    gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(sex_combo), "Male");
    gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(sex_combo), "Female");
    return sex_combo;
}
