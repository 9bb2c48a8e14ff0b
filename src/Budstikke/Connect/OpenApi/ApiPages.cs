namespace Budstikke.Connect.OpenApi;

/// <summary><c>/openapi/v1.json</c>, and <c>/docs</c>, which shows it. Both need no token and nothing from
/// elsewhere.</summary>
internal static class ApiPages
{
    private const string DocumentPath = "/openapi/v1.json";
    private const string DocsPrefix = "docs";
    private const string Name = "Budstikke";

    public static void UseApiDocs(this WebApplication app) =>
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = DocsPrefix;
            page.DocumentTitle = Name;
            page.SwaggerEndpoint(DocumentPath, Name);
            page.ShowExtensions();
            page.DisplayRequestDuration();
        });

    /// <summary>Comes after every other route: the document lists those that are there.</summary>
    public static void MapApiDocument(this WebApplication app)
    {
        var answer = new Lazy<Answer>(() => new(StatusCodes.Status200OK, ApiDocument.Of(RoutesOf(app), Version)));
        RequestDelegate write = context => answer.Value.WriteTo(context);
        app.MapGet(DocumentPath, write);
    }

    private static string Version => typeof(ApiPages).Assembly.GetName().Version!.ToString(fieldCount: 3);

    private static List<RouteEndpoint> RoutesOf(IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
}
