namespace Budstikke.Jobs.Checks;

/// <summary>
/// One thing that a room has <c>verify</c> look at: a pass over some of its rows, and of rows of rooms before it.
/// </summary>
internal sealed record RoomCheck(Func<Audit, Task> Run);

internal static class RoomChecks
{
    /// <summary>
    /// Says what <c>verify</c> is to look at in a room; it goes through the rooms in the order in which they are
    /// registered.
    /// </summary>
    public static IServiceCollection AddChecks(
        this IServiceCollection services,
        params IEnumerable<Func<Audit, Task>> checks
    )
    {
        foreach (var check in checks)
            services.AddSingleton(new RoomCheck(check));
        return services;
    }

    /// <summary>The same for a check that needs something of the service.</summary>
    public static IServiceCollection AddCheck<T>(this IServiceCollection services, Func<Audit, T, Task> check)
        where T : notnull =>
        services.AddSingleton(provider => new RoomCheck(audit => check(audit, provider.GetRequiredService<T>())));

    /// <summary>Tables of a room whose rows say when something happened.</summary>
    public static IServiceCollection AddMoments(this IServiceCollection services, params IEnumerable<Stamped> tables)
    {
        foreach (var table in tables)
            services.AddSingleton(table);
        return services;
    }
}
