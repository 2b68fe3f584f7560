DROP FUNCTION app.open_system, app.open_desk, app.open_panel, app.open_new_chart, app.open_chart, app.way_to_chart, app.set_context, app.context_settings;
