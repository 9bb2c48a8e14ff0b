namespace Budstikke.Tests.House;

/// <summary>What HouseTests must catch: each rule is tried on something small that breaks it, and on something lawful
/// beside it.</summary>
public sealed class BrokenHouseTests
{
    private const string ExampleRoot = "Budstikke.Tests.House.Example";

    private static readonly Type[] s_all = typeof(BrokenHouseTests).Assembly.GetTypes();
    private static readonly string[] s_violations = [.. Rooms.Violations(s_all, ExampleRoot)];

    [Theory]
    [InlineData("Storage.ByBase")]
    [InlineData("Storage.ByInterface")]
    [InlineData("Storage.ByConstraint`1")]
    [InlineData("Storage.ByProperty")]
    [InlineData("Storage.BySignature")]
    [InlineData("Storage.ByStaticCall")]
    [InlineData("Storage.ByCast")]
    [InlineData("Storage.ByTypeof")]
    [InlineData("Storage.ByGenericCall")]
    [InlineData("Storage.ByClosure")]
    [InlineData("Storage.ByAsync")]
    [InlineData("Storage.ByIterator")]
    [InlineData("Storage.ByCatch")]
    [InlineData("Storage.ByAttribute")]
    public void A_reference_to_a_later_room_is_found_wherever_it_hides(string type) =>
        Found(type).ShouldContain(line => line.Contains(" knows " + ExampleRoot + ".Orders."));

    [Fact]
    public void A_later_room_may_know_an_earlier_one() => Found("Orders.Lawful").ShouldBeEmpty();

    [Fact]
    public void An_edge_may_know_a_room_and_no_room_the_edge()
    {
        Found("Connect.Door").ShouldBeEmpty();
        Found("Callbacks.Caller").ShouldHaveSingleItem().ShouldContain("Callbacks may not know Connect");
    }

    [Fact]
    public void A_channel_is_known_neither_by_its_room_nor_by_another_channel()
    {
        Found("Distribution.Route").ShouldHaveSingleItem().ShouldContain("Distribution may not know Distribution.Ehf");
        Found("Distribution.Email.Fallback")
            .ShouldHaveSingleItem()
            .ShouldContain("Distribution.Email may not know Distribution.Ehf");
    }

    [Fact]
    public void A_channel_knows_the_contract_alone() =>
        Found("Distribution.Ehf.Sender").ShouldHaveSingleItem().ShouldContain("Distribution.Ehf may not know Storage");

    [Fact]
    public void A_room_that_is_not_in_the_table_is_named() =>
        Found("Attic.Chest").ShouldHaveSingleItem().ShouldContain("the room Attic");

    [Fact]
    public void A_call_to_the_machines_clock_is_found() =>
        Knowledge.Of(typeof(Broken.Clock)).Methods.Count(Outside.IsMachineClock).ShouldBe(6);

    [Fact]
    public void A_file_or_the_environment_is_outside_and_a_stream_in_memory_is_not() =>
        Outside
            .KnownTo(typeof(Broken.Reader))
            .ShouldBe(["System.IO.File", "System.Environment.get_MachineName"], ignoreOrder: true);

    [Fact]
    public void An_iterator_of_the_compiler_is_pure() =>
        Outside.KnownTo(typeof(Example.Storage.ByIterator)).ShouldBeEmpty();

    [Fact]
    public void A_class_left_open_is_found_and_one_that_is_derived_from_is_not()
    {
        Shapes.IsOpenForDerivation(typeof(Broken.Open), s_all).ShouldBeTrue();
        Shapes.IsOpenForDerivation(typeof(Example.Orders.Parcel), s_all).ShouldBeFalse();
    }

    [Fact]
    public void A_setter_is_found_on_a_record_and_on_a_record_struct()
    {
        Shapes.Setters(typeof(Broken.Changeable)).ShouldHaveSingleItem().ShouldContain("Changeable.Name");
        Shapes.Setters(typeof(Broken.ChangeablePair)).ShouldHaveSingleItem().ShouldContain("ChangeablePair.Left");
        Shapes.Setters(typeof(Broken.Fixed)).ShouldBeEmpty();
    }

    [Fact]
    public void Implementations_are_counted_by_class() =>
        Shapes.Implementations(typeof(Example.Orders.ISealed), s_all).ShouldBe(1);

    [Theory]
    [InlineData("OrderManager", "Manager")]
    [InlineData("MailHelper", "Helper")]
    [InlineData("SQLUtil", "Util")]
    [InlineData("BaseRoom", "Base")]
    [InlineData("OrderDto", "Dto")]
    public void A_name_that_says_nothing_is_found(string name, string word) => Shapes.EmptyWords(name).ShouldBe([word]);

    [Theory]
    [InlineData("Database")]
    [InlineData("Commonwealth")]
    [InlineData("BasedOn")]
    public void A_word_that_only_begins_like_one_is_not(string name) => Shapes.EmptyWords(name).ShouldBeEmpty();

    [Theory]
    [InlineData("INSERT INTO job (id) VALUES (@id) ON CONFLICT (id) DO UPDATE SET id = 1", "job")]
    [InlineData("update series set next = next + 1", "series")]
    [InlineData("UPDATE series AS s SET next = 1", "series")]
    [InlineData("DELETE\n  FROM answer WHERE at < @at", "answer")]
    public void A_written_table_is_found_in_its_sql(string sql, string table) => Tables.Written(sql).ShouldBe([table]);

    [Theory]
    [InlineData("SELECT * FROM job WHERE claimed_until < @now FOR UPDATE SKIP LOCKED")]
    [InlineData("Please update your address")]
    public void A_table_that_is_read_is_not_written(string sql) => Tables.Written(sql).ShouldBeEmpty();

    [Fact]
    public void Sql_is_found_in_the_code_that_runs_it() => Tables.Written(typeof(Broken.Writer)).ShouldBe(["parcel"]);

    [Fact]
    public void The_lines_of_a_method_are_counted()
    {
        // With the braces or without them, as the build is for debugging or not.
        Methods
            .Lengths(typeof(BrokenHouseTests).Assembly)
            .Single(entry => entry.Method.DeclaringType == typeof(Broken.Writer))
            .Lines.ShouldBeInRange(2, 4);
    }

    [Fact]
    public void A_word_of_the_Connect_API_is_found_in_a_literal_only()
    {
        var file = new Sources.SourceFile(
            "src/A.cs",
            ["""Read("a", grandTotal, "b");""", """Read("order.grandTotal");"""]
        );

        Sources
            .LiteralPlaces([file], Patterns.ConnectWord())
            .ShouldBe(["""src/A.cs:2: "order.grandTotal" """.TrimEnd()]);
    }

    [Fact]
    public void A_choice_of_words_by_language_is_found_and_a_passed_on_language_is_not()
    {
        var choice = Patterns.ChoiceOfLanguage();

        choice.IsMatch("""language switch { "sv" => "Rabatt", _ => "Discount" }""").ShouldBeTrue();
        choice.IsMatch("language == Language.Sv").ShouldBeTrue();
        choice.IsMatch("Terms.Discount.In(Language.No)").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Thread", "Sleep")]
    [InlineData("Task", "Delay")]
    public void A_sleeping_test_is_found(string type, string method) =>
        Patterns.Sleep().IsMatch($"await {type}.{method}(1);").ShouldBeTrue();

    [Theory]
    [InlineData("work")]
    [InlineData("tmp")]
    public void A_path_of_a_machine_is_found_and_a_route_is_not(string folder)
    {
        Patterns.MachinePath().IsMatch($"see /{folder}/budstikke").ShouldBeTrue();
        Patterns.MachinePath().IsMatch($"api/v1/{folder}/budstikke").ShouldBeFalse();
    }

    [Fact]
    public void A_broad_catch_is_found_and_one_of_a_type_is_not() =>
        BroadCatches
            .In(
                new(
                    "src/A.cs",
                    [
                        "catch",
                        "  } catch (Exception e) when (e is IOException)",
                        "catch (IOException)",
                        "// catch it",
                        "catch (ExceptionOfOurs e)",
                        "catch when (isOurs)",
                        "catch (System.Exception) {",
                    ]
                )
            )
            .ShouldBe([1, 2, 6, 7]);

    [Fact]
    public void A_namespace_is_read_from_the_file_and_from_its_folder()
    {
        var file = new Sources.SourceFile(
            "src/Budstikke/Orders/Order.cs",
            ["using System;", "", "namespace Budstikke.Order;"]
        );

        Sources.NamespaceOf(file).ShouldBe("Budstikke.Order");
        Sources.NamespaceFor(file).ShouldBe("Budstikke.Orders");
    }

    private static IEnumerable<string> Found(string type) =>
        s_violations.Where(line => line.StartsWith($"{ExampleRoot}.{type} ", StringComparison.Ordinal));
}
