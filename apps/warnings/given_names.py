"""First names that are common in French and in English, by which a real name is told from two capitalised words.

Part of the published list of what a warning may not hold. Names that are words or places besides (Grace, Mark, Paris,
Victoria) are left out: where only these would tell, the form asks. Common means among those given most often since
1950; a name that is not here is asked about as well, so that nothing hangs on where somebody comes from.
"""

GIVEN_NAMES = (
    "Adam Adrian Adrien Agathe Agnès Alain Alan Albert Alex Alexander Alexandra Alexandre Alexis Alice Alicia Alison "
    "Amanda Amandine Amélie Amina Amy Anaïs André Andrea Andrew Angela Anita Ann Anna Anne Annie Anthony Antoine "
    "Antonio Arnaud Arthur Ashley Audrey Aurélie Aurélien Baptiste Barbara Béatrice Ben Benjamin Benoît Bernadette "
    "Bernard Bertrand Betty Brandon Brenda Brian Brigitte Bruno Camille Carl Carla Carlos Carol Caroline Catherine "
    "Cathy Cécile Cédric Céline Chantal Charles Chloé Chris Christelle Christiane Christina Christine "
    "Christophe Christopher Claire Clara Claude Claudine Clément Colette Connor Corinne Craig Cynthia Cyril Damien "
    "Daniel Danielle David Deborah Debra Delphine Denis Denise Dennis Derek Diana Diane Didier Dominique Donald Donna "
    "Dorothy Douglas Dylan Edward Élise Elizabeth Élodie Emily Emma Emmanuel Emmanuelle Éric Eric Estelle Ethan "
    "Étienne Eva Evelyne Fabien Fabienne Fabrice Fanny Fatima Fatou Florent Florian Francis Francine Franck François "
    "Françoise Frédéric Frédérique Gabriel Gaëlle Gary Geoffrey George Georges Gérald Gérard Ghislaine Gilles Ginette "
    "Grégory Guillaume Gwendoline Hannah Hamza Harold Heather Helen Hélène Henri Henry Hervé Hugo Hugues Ibrahim "
    "Isabelle Ismaël Jacob Jacqueline Jacques James Jane Janet Janine Jason Jean Jeanne Jeffrey Jennifer Jenny Jeremy "
    "Jérôme Jessica Jim Joan Joanna Joël Joëlle John Johnny Jonathan José Joseph Joshua Josiane Juan Judith Julia "
    "Julian Julie Julien Juliette Justin Justine Karen Karim Karine Kate Katherine Kathleen Keith Kelly Kenneth Kevin "
    "Khadija Kimberly Kyle Laetitia Larry Laura Laure Lauren Laurence Laurent Léa Léo Liam Lionel Lisa Loïc Louis "
    "Louise Luc Lucas Lucie Lucy Ludovic Luke Lydia Lydie Magali Manon Marc Marcel Margaret Maria Marianne Marie "
    "Marine Mario Marion Martha Martin Martine Marvin Mary Mathieu Mathilde Matthew Matthieu Maurice Maxime Mehdi "
    "Megan Mélanie Melissa Michael Michel Michèle Michelle Mickaël Mireille Mohamed Mohammed Monica Monique Morgane "
    "Mustapha Myriam Nadia Nadine Nancy Natalie Nathalie Nathan Nicholas Nicolas Nicole Nina Noah Noémie Odile "
    "Oliver Olivia Olivier Oscar Pamela Pascal Pascale Patrice Patricia Patrick Paul Pauline Peter Philip Philippe "
    "Pierre Quentin Rachel Rachid Ralph Raphaël Raymond Rebecca Régis Rémi René Renée Richard Robert Roger "
    "Roland Romain Ronald Roxane Russell Ryan Sabine Sabrina Salma Sam Samantha Samir Samuel Sandra Sandrine "
    "Sarah Scott Sean Sébastien Serge Séverine Sharon Shirley Simon Simone Solange Sonia Sophia Sophie Stanislas "
    "Stéphane Stéphanie Stephen Steve Steven Susan Suzanne Sylvain Sylvie Tanya Teresa Théo Theresa Thérèse Thibault "
    "Thierry Thomas Tiffany Timothy Tom Tony Tracy Tyler Valentin Valérie Vanessa Véronique Vincent Virginie Walter "
    "Wendy William Xavier Yann Yannick Yasmine Youssef Yves Yvette Yvonne Zachary Zoé"
)
