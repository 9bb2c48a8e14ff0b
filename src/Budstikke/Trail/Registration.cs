using Budstikke.Jobs;
using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Trail;

internal static class Registration
{
    /// <summary>Keeps every fact that a person causes, and what rooms and edges give it themselves.</summary>
    public static IServiceCollection AddTrail(this IServiceCollection services) =>
        services
            .AddSingleton<TrailBook>()
            .AddSingleton(provider =>
            {
                var book = provider.GetRequiredService<TrailBook>();
                return new FactRoutes(facts =>
                    facts.OnAnnounced((announced, now) => DecidedByPersons.Of(book, announced, now))
                );
            })
            .AddCheck<Secrets>(TrailChecks.Run)
            .AddMoments(
                new Stamped("trail", ("number", "about", "at", Stamped.None, Stamped.NoDay), Stamped.KeptAsSaid)
                {
                    IsNumbered = true,
                }
            );
}
