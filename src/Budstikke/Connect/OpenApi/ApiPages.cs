using System.Text;
using Budstikke.Orders;

namespace Budstikke.Connect.OpenApi;

/// <summary><c>/openapi/v1.json</c>, and <c>/docs</c>, which shows it. Both need no token and nothing from
/// elsewhere.</summary>
internal static class ApiPages
{
    private const string DocumentPath = "/openapi/v1.json";
    private const string DocsPrefix = "docs";
    private const string Name = "Budstikke";

    /// <summary>So that a browser that is shown the address of a node comes to something that it can read.</summary>
    private const string Root = "/";

    public static void UseApiDocs(this WebApplication app) =>
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = DocsPrefix;
            page.DocumentTitle = Name;
            page.SwaggerEndpoint(DocumentPath, Name);
            // What the address of a call is copied from the page for is to be opened again.
            page.EnableDeepLinking();
            page.ShowExtensions();
            page.DisplayRequestDuration();
        });

    /// <summary>Comes after every other route: the document lists those that are there.</summary>
    public static void MapApiDocument(this WebApplication app, TimeProvider time)
    {
        var document = new Lazy<string>(() => ApiDocument.Of(RoutesOf(app), Version));
        RequestDelegate write = context => Today(document.Value, time).WriteTo(context);
        app.MapGet(DocumentPath, write);
        RequestDelegate lead = context =>
        {
            context.Response.Redirect($"{context.Request.PathBase}/{DocsPrefix}/index.html");
            return Task.CompletedTask;
        };
        app.MapGet(Root, lead);
    }

    /// <summary>Whoever sends an example from the page sends an order of today.</summary>
    private static Answer Today(string document, TimeProvider time) =>
        new(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(SampleOrder.OfToday(document, time.GetUtcNow())));

    private static string Version => typeof(ApiPages).Assembly.GetName().Version!.ToString(fieldCount: 3);

    private static List<RouteEndpoint> RoutesOf(IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
}
